"""The first-start assistant: a window with a few pages, each saved when it is left forwards."""
