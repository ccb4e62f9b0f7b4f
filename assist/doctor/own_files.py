"""Can the user's own prompts, phrases and playbooks be used?"""

from __future__ import annotations

from pathlib import Path

from assist.doctor.finding import Finding
from assist.session.texts import PHRASES, PLAYBOOKS, PROMPTS, Wanted, own_folder, texts_of


def check_own_files(folder: Path | None = None) -> list[Finding]:
    """A broken one is not used; everything else works.

    Args:
        folder: where they are; None: the usual place.
    """
    part, place = "own files", folder or own_folder()
    notices = texts_of(Wanted(), place).notices
    if notices:
        return [Finding(part, "attention", notice.message) for notice in notices]
    there = [name for name in (PROMPTS, PHRASES, PLAYBOOKS) if (place / name).exists()]
    return [Finding(part, "ok", f"{', '.join(there)} in {place} can be used." if there else f"none in {place}.")]
