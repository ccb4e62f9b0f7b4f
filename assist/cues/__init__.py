"""What was heard in it: talk-over, acts and slips, what the caller disclosed."""
