"""What is kept of people and servers: told, handed over, erased."""
