"""The settings window, made from the schema: whatever is added there appears here."""
