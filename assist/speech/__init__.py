"""Voice activity, turns, floor, overlaps, silences."""
