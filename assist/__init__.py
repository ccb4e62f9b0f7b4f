"""Leap Assist: a quiet reminder beside the softphone, from both sides of the call, on this computer only."""

__version__ = "0.1.0"
