"""The voice model: contrasts that tune it, evaluation, and its card."""
