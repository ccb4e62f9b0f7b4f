"""The graph of the optional speaker model, without its weights."""
