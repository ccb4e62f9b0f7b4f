"""One live call or one recorded call: the same pipeline, the same events."""
