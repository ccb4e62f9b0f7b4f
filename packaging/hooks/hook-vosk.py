"""Tells PyInstaller about vosk: its library is opened by path beside the package, which no analysis of imports can see."""

from __future__ import annotations

from PyInstaller.utils.hooks import collect_dynamic_libs  # type: ignore[import-untyped]

binaries = collect_dynamic_libs("vosk")
hiddenimports = ["_cffi_backend"]
