"""Which prompt, now or not at all."""
