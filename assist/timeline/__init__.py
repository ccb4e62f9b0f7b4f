"""Two clocks on one 16 kHz sample index."""
