"""The one way the set-up gives up."""

from __future__ import annotations


class SetupError(Exception):
    """The set-up cannot go on; the message says what is wrong and how to mend it."""
