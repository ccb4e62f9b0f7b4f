"""What is remembered between calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.session.settings import Choice, automatic, remember, remember_automatic, remembered


def test_each_choice_is_kept_beside_the_other(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    assert not automatic(file)
    remember(Choice("headset", "softphone"), file)
    remember_automatic(True, file)
    assert automatic(file) and remembered(file) == Choice("headset", "softphone")
    remember(Choice("headset", None), file)
    assert automatic(file) and remembered(file) == Choice("headset", None)
    remember_automatic(False, file)
    assert not automatic(file) and remembered(file).microphone == "headset"


@pytest.mark.parametrize("content", ["calls = true", "[calls]\nautomatic = 'yes'", "[calls", "\0", "calls = [1]"])
def test_what_cannot_be_read_is_off(content: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content)
    assert not automatic(file)
