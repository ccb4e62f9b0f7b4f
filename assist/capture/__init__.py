"""Microphone and softphone audio in, blocks with device time out."""
