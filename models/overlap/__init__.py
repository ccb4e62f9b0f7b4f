"""Training of the overlap model."""
