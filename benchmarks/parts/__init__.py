"""What is measured, a module for each kind; each is given a folder and how long it may take."""
