"""The little file in which the overlay remembers where it was put and what was switched off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Remembered:
    """Named values in a JSON file.

    Args:
        path: the file; None remembers nothing beyond this run. An unreadable file is the same as none, and a file that
            cannot be written is no reason to disturb a call.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values = self._read()

    def get(self, name: str) -> Any:
        """A value as it was read or set last, or None; it may have any type, for anyone can edit the file."""
        return self._values.get(name)

    def set(self, **values: Any) -> None:
        """Remember values beside those that are there."""
        self._values |= values
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}
