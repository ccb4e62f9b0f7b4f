"""How long calls are kept."""

KEEP_DAYS = 30
"""Days after which a call is deleted, unless the settings say otherwise."""
