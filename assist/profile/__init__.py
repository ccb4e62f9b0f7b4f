"""Thresholds as data: one schema for the profile file, the sliders, the docs and the validation errors."""
