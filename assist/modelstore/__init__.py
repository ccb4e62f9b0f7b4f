"""Models: what they are, where they live, whether they are whole."""
