"""The end-of-turn model: training, measuring and its card."""
