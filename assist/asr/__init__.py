"""Words: partial, stable, final."""
