"""Two hours of the world with everything on, at high speed, and faults from a seed: `make soak`."""
