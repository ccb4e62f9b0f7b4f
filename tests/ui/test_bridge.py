from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from assist.events import AnyEvent, Pace
from assist.ui.bridge import MOST_WAITING, MOST_WORDS, EventBridge
from tests.ui.making import STARTED, availability, beat, beat_over, closed, credit, floor, shown, trouble, voice, words

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


class Delivered:
    """Collects what arrives, and in which thread."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.threads: set[threading.Thread] = set()

    def __call__(self, event: AnyEvent) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread())


def test_events_arrive_in_order_in_the_gui_thread(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    events: list[AnyEvent] = [STARTED, voice("agent"), floor("agent"), shown(1), closed(1)]

    def post() -> None:
        for event in events:
            bridge.post(event)

    thread = threading.Thread(target=post)
    thread.start()
    thread.join()
    assert delivered.events == []
    qtbot.waitUntil(lambda: len(delivered.events) == len(events))
    assert delivered.events == events
    assert delivered.threads == {threading.current_thread()}


def test_a_lagging_gui_gets_the_newest_talk_light_and_every_prompt(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    for number in range(5000):
        bridge.post(voice("agent", on=number % 2 == 0))
        bridge.post(floor("agent" if number % 2 else "customer"))
        bridge.post(trouble("recognition_behind", until=None if number % 2 else number))
        if number % 1000 == 0:
            bridge.post(shown(number))
    assert bridge.waiting <= 3 + 5
    qtbot.waitUntil(lambda: bridge.waiting == 0 and bool(delivered.events))
    assert [e for e in delivered.events if e == shown(0) or e == shown(4000)] == [shown(0), shown(4000)]
    assert delivered.events[-3:] == [voice("agent", on=False), floor("agent"), trouble("recognition_behind")]


def test_a_lagging_gui_gets_the_newest_beat(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    for start in range(1000):
        bridge.post(beat(0.2, start=float(start)))
        bridge.post(beat(0.5, start=float(start)))
        bridge.post(beat_over("kept", start=float(start)))
        bridge.post(credit())
    bridge.post(beat(0.2, start=5000.0))
    assert bridge.waiting == 3
    qtbot.waitUntil(lambda: bridge.waiting == 0)
    assert delivered.events == [beat_over("kept", start=999.0), credit(), beat(0.2, start=5000.0)]


def test_the_two_sides_and_different_cues_do_not_replace_each_other(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    events: list[AnyEvent] = [
        voice("agent"),
        voice("customer"),
        trouble("no_audio", "agent"),
        trouble("no_audio", "customer"),
        availability(False, "pause"),
        availability(False, "pause", "reframe"),
    ]
    for event in events:
        bridge.post(event)
    qtbot.waitUntil(lambda: delivered.events == events)


def test_it_is_bounded_even_when_the_gui_hangs_for_ever(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    for number in range(2000):
        bridge.post(shown(number))
        bridge.post(closed(number))
    bridge.post(shown(2000))
    assert bridge.waiting <= MOST_WAITING
    qtbot.waitUntil(lambda: bridge.waiting == 0)
    assert delivered.events[-1] == shown(2000)


def test_what_shows_nothing_does_not_travel(qtbot: QtBot) -> None:
    bridge = EventBridge(Delivered())
    bridge.post(Pace(at=0, known_at=0, speaker="agent", words_per_minute=100.0, ratio=1.0))
    assert bridge.waiting == 0


def test_words_never_fill_the_mailbox(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    for number in range(1000):
        bridge.post(words("agent", f"partial {number}", "partial"))
        bridge.post(words("customer", f"final {number}"))
    bridge.post(shown(1))
    assert bridge.waiting == MOST_WORDS + 2
    qtbot.waitUntil(lambda: bridge.waiting == 0)
    assert delivered.events[-2:] == [words("customer", "final 999"), shown(1)]


def test_a_closed_bridge_takes_nothing(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)
    bridge.post(STARTED)
    bridge.close()
    bridge.post(shown(1))
    assert bridge.waiting == 0


def test_many_threads_at_once(qtbot: QtBot) -> None:
    delivered = Delivered()
    bridge = EventBridge(delivered)

    def post(first: int) -> None:
        for number in range(first, first + 20):
            bridge.post(shown(number))

    threads = [threading.Thread(target=post, args=(100 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: len(delivered.events) == 160)
