from __future__ import annotations

from typing import get_args

import pytest

from assist.events import CueName
from assist.ui.prompt_card import LEGIBLE_OPACITY
from assist.ui.theme import DARK, LIGHT, Theme, blend, contrast
from assist.ui.theme import THEMES as ALL

EVERY = pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
USUAL = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_contrast_is_the_published_ratio() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
    assert contrast("#123456", "#123456") == 1.0


@EVERY
def test_all_text_and_signs_are_readable(theme: Theme) -> None:
    for ink, background in theme.text_pairs():
        assert contrast(ink, background) >= (7.0 if theme.high_contrast else 4.5), (theme.name, ink, background)


@EVERY
def test_a_prompt_that_counts_as_painted_can_be_read(theme: Theme) -> None:
    fading = blend(theme.text, theme.surface, LEGIBLE_OPACITY)
    assert contrast(fading, theme.surface) >= 4.5


@USUAL
def test_every_cue_has_its_own_accent(theme: Theme) -> None:
    assert set(theme.accents) == set(get_args(CueName))
    assert len({accent.ink for accent in theme.accents.values()}) == len(theme.accents)


def test_blend_goes_from_background_to_ink() -> None:
    assert blend("#ffffff", "#000000", 0.0) == "#000000"
    assert blend("#ffffff", "#000000", 1.0) == "#ffffff"
