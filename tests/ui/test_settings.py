"""The settings window: made from the schema, saved as differences, and never with values that contradict one another."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QDoubleSpinBox, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from assist.profile.draft import Draft
from assist.profile.kinds import Choice, Phrases, Switch
from assist.profile.load import resolve
from assist.profile.schema import ALL, GROUPS, setting_of
from assist.profile.threshold import Threshold
from assist.ui.look import make_look
from assist.ui.settings.editors import decimals_of, make_editor, step_of
from assist.ui.settings.found import found
from assist.ui.settings.window import MOST_FOUND, SAVED, SettingsWindow
from assist.ui.theme import LIGHT

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture(autouse=True)
def _never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that nobody answers would stop the run."""
    monkeypatch.setattr(SettingsWindow, "ask_about_changes", lambda _: True)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "team.toml").write_text("[prompts]\ngap_seconds = 30\n")
    path = tmp_path / "mine.toml"
    path.write_text('inherits = "team"\n\n[prompts]\n# slow\nbeat_seconds = 1.5\n')
    return path


@pytest.fixture
def window(qtbot: QtBot, mine: Path) -> Generator[SettingsWindow, None, None]:
    shown = SettingsWindow(Draft(mine), theme=LIGHT)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.draft.undo()
    shown.reject()


def group(window: SettingsWindow, table: str) -> None:
    window.groups.setCurrentRow(1 + list(GROUPS).index(table))


def enter(window: SettingsWindow, name: str, value: float) -> None:
    box = window.rows.row(name).editor.widget
    assert isinstance(box, QSpinBox | QDoubleSpinBox)
    box.setValue(value)  # type: ignore[arg-type]


def test_every_setting_has_a_row_with_its_value_unit_and_range(window: SettingsWindow) -> None:
    for table in GROUPS:
        group(window, table)
        for name in window.shown():
            row, about, value = window.rows.row(name), setting_of(name), window.draft.value(name)
            box = row.editor.widget
            assert row.isVisible() and row.sentence.text() == about.sentence and box.accessibleName(), name
            if isinstance(about, Threshold):
                assert isinstance(box, QAbstractSpinBox) and box.value() == value, name  # type: ignore[attr-defined]
                assert box.suffix().strip() == about.unit and f"{about.low:g} to {about.high:g}" in row.range.text()  # type: ignore[attr-defined]
            elif isinstance(about, Phrases):
                assert isinstance(box, QPlainTextEdit) and tuple(box.toPlainText().split("\n")) == value
            elif isinstance(about, Switch):
                assert isinstance(box, QCheckBox) and box.isChecked() == value
    assert not window.draft.dirty and not window.save_button.isEnabled()


def test_what_differs_is_bold_says_what_it_was_and_who_set_it(window: SettingsWindow) -> None:
    beat, gap = window.rows.row("prompts.beat_seconds"), window.rows.row("prompts.gap_seconds")
    assert beat.heading.font().bold() or beat.heading.font().weight() > 500
    assert beat.was.text() == "was 1 s" and beat.by.accessibleName() == "Set in your file mine.toml, line 5"
    assert gap.was.text() == "" and "team.toml, line 2" in gap.by.accessibleName() and not gap.reset.isEnabled()
    assert window.groups.item(0).text() == "What differs (1)"
    window.groups.setCurrentRow(0)
    assert window.shown() == ["prompts.beat_seconds"] and window.lead.text() == "1 setting differs from “team”."


def test_save_writes_the_difference_and_says_when_it_counts(qtbot: QtBot, window: SettingsWindow, mine: Path) -> None:
    enter(window, "prompts.shown_seconds", 11)
    assert window.rows.row("prompts.shown_seconds").by.accessibleName() == "Not saved yet"
    with qtbot.waitSignal(window.saved):
        window.save_button.click()
    assert mine.read_text() == 'inherits = "team"\n\n[prompts]\n# slow\nbeat_seconds = 1.5\nshown_seconds = 11.0\n'
    assert window.message.text == SAVED and "next call" in SAVED and not window.save_button.isEnabled()
    assert window.rows.row("prompts.shown_seconds").by.accessibleName() == "Set in your file mine.toml, line 6"


def test_contradictions_are_said_where_they_are_and_nothing_is_saved(window: SettingsWindow, mine: Path) -> None:
    group(window, "tension")
    enter(window, "tension.rising_level", 0.9)
    for name in ("tension.rising_level", "tension.high_level"):
        assert "must be less than" in window.rows.row(name).message.text
    assert "must be less than" in window.message.text and not window.save_button.isEnabled()
    window.save_button.click()
    assert "tension" not in mine.read_text()
    enter(window, "tension.rising_level", 0.5)
    assert window.rows.row("tension.high_level").message.text == "" == window.message.text
    assert window.save_button.isEnabled()


def test_phrases_one_a_line(window: SettingsWindow) -> None:
    name = "conversation.disclosure_phrases"
    group(window, "conversation")
    box = window.rows.row(name).editor.widget
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText("short\n\nplease  listen now")
    assert "too short" in window.rows.row(name).message.text and not window.save_button.isEnabled()
    box.setPlainText("\nplease  listen now\n")
    assert window.draft.value(name) == ("please listen now",) and window.save_button.isEnabled()
    assert window.rows.row(name).was.text() == "was 6 phrases"


def test_reset_of_one_of_a_group_and_of_all(window: SettingsWindow) -> None:
    enter(window, "prompts.shown_seconds", 11)
    window.rows.row("prompts.shown_seconds").reset.click()
    assert (
        window.draft.changed() == ["prompts.beat_seconds"] and window.rows.row("prompts.shown_seconds").was.text() == ""
    )
    enter(window, "prompts.shown_seconds", 11)
    group(window, "tension")
    enter(window, "tension.rising_level", 0.5)
    window.reset_shown.click()
    assert window.draft.changed() == ["prompts.shown_seconds", "prompts.beat_seconds"]
    window.reset_all.click()
    assert window.draft.changed() == [] and not window.reset_all.isEnabled() and window.save_button.isEnabled()
    group(window, "prompts")
    box = window.rows.row("prompts.beat_seconds").editor.widget
    assert isinstance(box, QDoubleSpinBox) and box.value() == 1.0


def test_search_looks_at_names_and_sentences(window: SettingsWindow) -> None:
    window.search.setText("goes away by itself")
    assert window.shown() == ["prompts.shown_seconds"] and window.lead.text() == "1 setting for “goes away by itself”."
    window.search.setText("zzz")
    assert window.shown() == [] and window.lead.text() == "0 settings for “zzz”."
    group(window, "tension")
    assert window.search.text() == "" and window.heading.text() == "Tension"
    window.search.setText("s")
    assert len(window.shown()) == MOST_FOUND and "type on" in window.lead.text()
    assert found("BEAT prompts")[0] == "prompts.beat_seconds" and found("gap")[0].endswith("gap_seconds")
    assert set(found("s")) <= set(ALL)


def test_another_profile_to_add_to(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "leap-assist" / "profiles"
    folder.mkdir(parents=True)
    (folder / "team.toml").write_text("[prompts]\ngap_seconds = 30\n")
    (folder / "broken.toml").write_text("[prompts\n")
    window = SettingsWindow(Draft(folder / "mine.toml"), theme=LIGHT)
    qtbot.addWidget(window)
    names = [window.base.itemData(n) for n in range(window.base.count())]
    assert names == ["default", "broken", "team"]
    window._build_on(1)
    assert "broken.toml" in window.message.text and window.base.currentData() == "default"
    window._build_on(2)
    box = window.rows.row("prompts.gap_seconds").editor.widget
    assert isinstance(box, QDoubleSpinBox) and box.value() == 30.0
    enter(window, "prompts.shown_seconds", 11)
    window.save_button.click()
    assert resolve(folder / "mine.toml").profile.prompts.gap_seconds == 30.0


def test_closing_asks_before_anything_is_lost(window: SettingsWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [False, True]
    monkeypatch.setattr(window, "ask_about_changes", lambda: answers.pop(0))
    enter(window, "prompts.shown_seconds", 11)
    window.close()
    assert window.isVisible() and window.draft.dirty
    window.close_button.click()
    assert not window.isVisible() and not window.draft.dirty and answers == []


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    window = SettingsWindow(Draft(tmp_path / "none" / "mine.toml"), theme=LIGHT)
    qtbot.addWidget(window)
    (tmp_path / "none").write_text("")
    enter(window, "prompts.shown_seconds", 11)
    window.save_button.click()
    assert "cannot be written" in window.message.text and window.draft.dirty
    window.draft.undo()


def test_what_is_wrong_in_the_file_is_shown_at_once(qtbot: QtBot, mine: Path) -> None:
    mine.write_text("[prompts]\ngap_seconds = 3\n")
    window = SettingsWindow(Draft(mine), theme=LIGHT)
    qtbot.addWidget(window)
    assert "out of range" in window.message.text and "mine.toml:2" in window.message.text


def test_the_keyboard_walks_through_the_rows_in_their_order(qtbot: QtBot, window: SettingsWindow) -> None:
    window.activateWindow()
    window.search.setFocus()
    seen = []
    for _ in range(40):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    boxes = [window.rows.row(name).editor.widget for name in window.shown()]
    order = [boxes.index(widget) for widget in seen if widget in boxes]
    assert order[: len(boxes)] == sorted(order[: len(boxes)]) and len(order) >= 10
    assert window.groups in seen and window.reset_shown in seen


def test_steps_and_decimals_fit_the_range() -> None:
    assert step_of(Threshold("s", 0.5, 5.0, "")) == pytest.approx(0.05)
    assert step_of(Threshold("s", 30.0, 3600.0, "")) == pytest.approx(50.0)
    assert step_of(Threshold("times", 1, 10, "", whole=True)) == 1.0
    assert (decimals_of((1.0, 20.0)), decimals_of((0.05,)), decimals_of((0.00001,))) == (0, 2, 4)


def test_a_choice_is_a_box_of_names(qtbot: QtBot) -> None:
    entered: list[object] = []
    editor = make_editor(Choice(("soft", "plain"), "How."), "Look", make_look(LIGHT), entered.append)
    qtbot.addWidget(editor.widget)
    editor.show_value("plain")
    assert entered == [] and editor.widget.accessibleName() == "Look"
    editor.widget.setCurrentText("soft")  # type: ignore[attr-defined]
    assert entered == ["soft"]
