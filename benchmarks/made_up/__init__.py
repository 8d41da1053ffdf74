"""Data as large or as varied as they come to be in years, made from a seed."""
