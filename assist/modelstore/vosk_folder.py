"""Recognises a Vosk model folder that a user provides, and says what is missing from a half-copied one."""

from __future__ import annotations

import re
from pathlib import Path

_MARK = "am/final.mdl"
_ALWAYS = (_MARK, "conf/mfcc.conf", "conf/model.conf", "graph/phones/word_boundary.int")
_IVECTOR = ("final.dubm", "final.ie", "final.mat", "global_cmvn.stats", "online_cmvn.conf", "splice.conf")
_LANGUAGE = re.compile(r"vosk-(?:model-)?(?:small-|big-)?([a-z]{2})(?:[-_.]|$)")


def looks_like_vosk(folder: Path) -> bool:
    """Does this folder hold a Vosk model, whole or not?"""
    return (folder / _MARK).is_file() or ((folder / "conf" / "model.conf").is_file() and (folder / "graph").is_dir())


def missing_files(folder: Path) -> list[str]:
    """Files a Vosk model needs that are not there (or empty), as paths inside the folder."""
    needed = list(_ALWAYS)
    if not (folder / "graph" / "HCLG.fst").is_file():
        needed += ["graph/HCLr.fst", "graph/Gr.fst"]
    if (folder / "ivector").is_dir():
        needed += [f"ivector/{name}" for name in _IVECTOR]
    return [path for path in needed if not (folder / path).is_file() or (folder / path).stat().st_size == 0]


def language_of(name: str) -> str | None:
    """Language code in a folder name such as `vosk-model-small-en-us-0.15`; None when there is none."""
    found = _LANGUAGE.search(name.lower())
    return found.group(1) if found else None


def find_vosk(root: Path) -> Path | None:
    """The folder itself, or the first one below it, that holds a Vosk model."""
    if looks_like_vosk(root):
        return root
    marks = sorted(root.glob(f"*/{_MARK}")) + sorted(root.glob(f"*/*/{_MARK}"))
    return marks[0].parent.parent if marks else None
