from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.ui.anchor import Anchor
from assist.ui.placement import MARGIN, Area, Placement, ScreenArea, clamp
from assist.ui.remembered import Remembered

LAPTOP = ScreenArea("eDP-1", Area(0, 30, 1440, 870))
DESK = ScreenArea("HDMI-1", Area(1440, 0, 1920, 1080))
SIZE = (330, 38)


def strip(x: int, y: int) -> Area:
    return Area(x, y, *SIZE)


def test_first_place_is_the_upper_right_corner_of_the_primary_screen() -> None:
    place = Placement().place([LAPTOP, DESK], *SIZE)
    assert place == strip(1440 - 330 - MARGIN, 30 + MARGIN)


def test_a_place_is_remembered_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "not" / "yet" / "place.json"
    Placement(file).remember([LAPTOP, DESK], strip(1500, 900))
    assert Placement(file).place([LAPTOP, DESK], *SIZE) == strip(1500, 900)


def test_a_screen_that_goes_and_comes_back(tmp_path: Path) -> None:
    placement = Placement(tmp_path / "place.json")
    placement.remember([LAPTOP, DESK], strip(2900, 1000))
    on_laptop = placement.place([LAPTOP], *SIZE)
    # The same corner, the same distance from its edges.
    assert (on_laptop.x, on_laptop.y) == (1440 - (1440 + 1920 - 2900), 30 + 870 - (1080 - 1000))
    assert placement.place([LAPTOP, DESK], *SIZE) == strip(2900, 1000)


def test_each_screen_has_its_own_place() -> None:
    placement = Placement()
    placement.remember([LAPTOP, DESK], strip(100, 100))
    placement.remember([LAPTOP, DESK], strip(2000, 500))
    assert placement.place([LAPTOP, DESK], *SIZE) == strip(2000, 500)
    assert placement.place([LAPTOP], *SIZE) == strip(100, 100)


def test_a_smaller_resolution_keeps_the_corner() -> None:
    placement = Placement()
    placement.remember([DESK], strip(1440 + 1920 - 330 - 10, 1080 - 38 - 20))
    small = ScreenArea("HDMI-1", Area(1440, 0, 1280, 720))
    assert placement.place([small], *SIZE) == strip(1440 + 1280 - 330 - 10, 720 - 38 - 20)


def test_what_is_dropped_outside_comes_back_inside() -> None:
    placement = Placement()
    assert placement.remember([LAPTOP, DESK], strip(-400, -50)) == strip(0, 30)
    assert placement.remember([LAPTOP, DESK], strip(9000, 9000)) == strip(1440 + 1920 - 330, 1080 - 38)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"last": 1}', '{"last": "a", "screens": {"a": {"x": "b"}}}', "\x00"])
def test_a_broken_file_is_no_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "place.json"
    file.write_text(text, encoding="utf-8")
    assert Placement(file).place([LAPTOP], *SIZE) == Placement().place([LAPTOP], *SIZE)


def test_a_place_that_cannot_be_written_does_not_disturb(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    placement = Placement(tmp_path / "file" / "place.json")
    assert placement.remember([LAPTOP], strip(100, 100)) == strip(100, 100)


def test_place_and_choices_share_a_file_and_keep_each_other(tmp_path: Path) -> None:
    file = tmp_path / "place.json"
    remembered = Remembered(file)
    remembered.set(show_beat=False)
    kept = Placement(remembered).remember([LAPTOP], strip(100, 100))
    again = Remembered(file)
    assert again.get("show_beat") is False
    assert Placement(again).place([LAPTOP], *SIZE) == kept
    again.set(show_beat=True)
    assert Placement(file).place([LAPTOP], *SIZE) == kept
    assert Remembered(file).get("show_beat") is True


@given(
    x=st.integers(-5000, 5000), y=st.integers(-5000, 5000),
    width=st.integers(1, 2000), height=st.integers(1, 2000),
)  # fmt: skip
def test_clamped_is_inside_or_at_the_corner(x: int, y: int, width: int, height: int) -> None:
    free = Area(100, 50, 1000, 700)
    kept = clamp(Area(x, y, width, height), free)
    assert kept.x >= free.x
    assert kept.y >= free.y
    if width <= free.width and height <= free.height:
        assert kept.x + width <= free.x + free.width
        assert kept.y + height <= free.y + free.height


@given(x=st.integers(-500, 4000), y=st.integers(-500, 1500))
def test_remembered_is_where_it_was_left(x: int, y: int) -> None:
    placement = Placement()
    kept = placement.remember([LAPTOP, DESK], strip(x, y))
    assert placement.place([LAPTOP, DESK], *SIZE) == kept


def test_prompts_open_downwards_where_there_is_room_else_upwards() -> None:
    anchor = Anchor(Placement())
    anchor.place([LAPTOP], *SIZE)
    anchor.choose_direction([LAPTOP], 100)
    assert anchor.window(80) == Area(anchor.strip.x, anchor.strip.y, 330, 118)
    anchor.move_to(500, 860)
    anchor.drop([LAPTOP])
    anchor.choose_direction([LAPTOP], 100)
    assert anchor.window(80) == Area(500, 780, 330, 118)
    anchor.set_height(60)
    assert anchor.window(0) == Area(500, 838, 330, 60)  # the lower edge stays


def test_on_a_screen_too_low_for_both_prompts_open_downwards() -> None:
    anchor = Anchor(Placement())
    low = ScreenArea("low", Area(0, 0, 400, 120))
    anchor.place([low], *SIZE)
    anchor.choose_direction([low], 100)
    assert not anchor.grows_up
