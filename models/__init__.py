"""Training, evaluation and export of what we trained ourselves."""
