"""What can go wrong with models; every message is one sentence that names what is wrong and how to mend it."""

from __future__ import annotations


class ModelError(Exception):
    """A model is missing, broken, or could not be installed."""


class ModelRequestError(ModelError):
    """What was asked for makes no sense: an unknown name, a source that is not there. The user's input is at fault."""
