from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from assist.ui.actions import OVERLAY_ACTIONS, OverlayActions
from assist.ui.evidence_panel import EvidencePanel
from assist.ui.overlay import Overlay
from tests.ui.making import STARTED, closed, shown

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture
def actions(overlay: Overlay) -> OverlayActions:
    overlay.handle(STARTED)
    return OverlayActions(overlay)


def panel(overlay: Overlay) -> EvidencePanel:
    return overlay.findChildren(EvidencePanel)[0]


def test_without_a_prompt_there_is_nothing_to_answer(overlay: Overlay, actions: OverlayActions) -> None:
    acted: list[str] = []
    overlay.acted.connect(lambda action, _: acted.append(action))
    for name in ("dismiss", "not_helpful", "evidence"):
        assert actions.do(name) == "There is no prompt on screen."
    assert acted == []


def test_snoozing_needs_no_prompt_and_is_confirmed(overlay: Overlay, actions: OverlayActions) -> None:
    acted: list[tuple[str, object]] = []
    overlay.acted.connect(lambda action, prompt: acted.append((action, prompt)))
    assert "Safety still comes" in actions.do("snooze")
    assert acted == [("snooze", None)]
    assert overlay.status.notice is not None and overlay.status.notice.headline == "Prompts snoozed"


def test_without_a_call_there_is_nothing_to_snooze(overlay: Overlay) -> None:
    assert OverlayActions(overlay).do("snooze") == "There is no call, so there are no prompts to snooze."


def test_evidence_stays_until_asked_again_or_until_the_prompt_goes(
    overlay: Overlay, actions: OverlayActions, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(overlay.painted):
        overlay.handle(shown(1))
    assert actions.do("evidence") == "The evidence is shown."
    assert panel(overlay).isVisible()
    overlay._evidence.hover("")  # the mouse passes by
    assert panel(overlay).isVisible()
    assert "I lost the job" in panel(overlay).accessibleDescription()
    assert actions.do("evidence") == "The evidence is hidden."
    assert not panel(overlay).isVisible()
    actions.do("evidence")
    overlay.handle(closed(1))
    assert not panel(overlay).isVisible()


def test_hidden_it_comes_back_when_asked_and_for_safety(overlay: Overlay, actions: OverlayActions) -> None:
    away: list[bool] = []
    actions.away_changed.connect(away.append)
    actions.do("hide")
    assert not overlay.isVisible()
    overlay.handle(shown(1))
    assert not overlay.isVisible()
    actions.do("hide_show")
    assert overlay.isVisible()
    actions.do("hide_show")
    overlay.handle(shown(2, "safety"))
    assert overlay.isVisible()
    assert away == [True, False, True]


def test_another_thread_may_ask(overlay: Overlay, actions: OverlayActions, qtbot: QtBot) -> None:
    thread = threading.Thread(target=actions.ask, args=("hide",))
    thread.start()
    thread.join()
    assert overlay.isVisible()
    qtbot.waitUntil(lambda: not overlay.isVisible())


def test_what_is_no_action_says_what_there_is(actions: OverlayActions) -> None:
    for way in (actions.do, actions.ask):
        with pytest.raises(ValueError, match="knows no “explode”; it knows evidence, dismiss"):
            way("explode")
    assert {"snooze", "not_helpful", "hide", "show", "evidence", "dismiss", "menu"} <= set(OVERLAY_ACTIONS)


def test_the_menu_without_a_menu_is_no_mistake(actions: OverlayActions) -> None:
    assert actions.do("menu") == "The menu is open."
