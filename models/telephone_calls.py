"""The Switchboard calls as CTM files with their reference onsets, all 1,115 of them, and how they are split.

`../shared/eval/switchboard.py` makes them. Its source has 150 rows with a quote that is never closed, at which reading stops
after 349 calls; the rows are mended in a copy first. The first 349 were looked at while the overlap model was made; the 100
held calls are chosen among the others, by the smallest SHA-256 of their number, and are measured only at the end.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SOURCE = SHARED / "data" / "evaluate" / "switchboard_words_train.csv.gz"
CALLS = ROOT / ".cache" / "telephone_calls"
HELD, LOOKED_AT = 100, 349


def export(folder: Path = CALLS, source: Path = SOURCE) -> Path:
    """Write the calls if they are not there yet.

    Raises:
        SystemExit: the data is not there.
    """
    if any(folder.glob("*.ctm")):
        return folder
    if not source.is_file():
        raise SystemExit(f"{source} is not there: these calls are measured only where the shared data is.")
    folder.mkdir(parents=True, exist_ok=True)
    mended = folder / "words.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8") as rows, gzip.open(mended, "wt", encoding="utf-8") as out:
        out.writelines(row if row.count('"') % 2 == 0 else row.rstrip("\n") + '"\n' for row in rows)
    script = SHARED / "eval" / "switchboard.py"
    subprocess.run([sys.executable, str(script), "export", "--out", str(folder), "--source", str(mended)], check=True)
    return folder


def split(folder: Path, name: str) -> list[Path]:
    """The calls of a split, in order: `dev` (those looked at) or `held`."""
    calls = sorted(folder.glob("*.ctm"), key=lambda path: int(path.stem))
    if name == "dev":
        return calls[:LOOKED_AT]
    unseen = sorted(calls[LOOKED_AT:], key=lambda path: hashlib.sha256(path.stem.encode()).hexdigest())
    return sorted(unseen[:HELD])
