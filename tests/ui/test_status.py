from __future__ import annotations

from functools import reduce as fold

import pytest

from assist.events import Action, AnyEvent, UserActed, Words
from assist.ui.gallery_states import sample_states
from assist.ui.status import Status, reduce, with_phase, without_credit
from assist.ui.wording import state_text, talk_tooltip
from tests.ui.making import ENDED, STARTED, availability, closed, credit, floor, paused, shown, trouble, voice


def after(*events: AnyEvent) -> Status:
    return fold(reduce, events, Status())


def headline(*events: AnyEvent) -> str:
    return state_text(after(*events)).headline


def test_a_call_from_ready_to_ended() -> None:
    assert headline() == "Ready"
    assert state_text(with_phase(Status(), "starting")).headline == "Starting…"
    assert headline(STARTED) == "Listening"
    assert headline(STARTED, paused()) == "Paused"
    assert headline(STARTED, paused(), paused(False)) == "Listening"
    assert headline(STARTED, ENDED) == "Call ended"
    assert headline(STARTED, trouble("disk"), ENDED, STARTED) == "Listening"


def test_a_pause_or_resume_out_of_place_changes_nothing() -> None:
    assert headline(STARTED, paused(False)) == "Listening"
    assert headline(STARTED, ENDED, paused()) == "Call ended"


def test_talk_light_follows_voice_and_floor() -> None:
    status = after(STARTED, voice("customer"), floor("customer"), voice("agent"))
    assert status.speaking == {"agent", "customer"}
    assert talk_tooltip(status) == "You and caller are talking. The caller holds the floor."
    status = after(STARTED, voice("customer"), floor("customer"), voice("customer", on=False))
    assert talk_tooltip(status) == "Nobody is talking. The caller holds the floor."
    assert talk_tooltip(reduce(status, floor(None))) == "Nobody is talking. The floor is free."
    assert talk_tooltip(after(STARTED, voice("customer"))) == "Caller is talking. The floor is free."


def test_nobody_talks_while_paused_or_ended() -> None:
    busy = (STARTED, voice("customer"), floor("customer"), shown(1))
    for end in (paused(), ENDED):
        status = after(*busy, end)
        assert (status.speaking, status.floor, status.prompt) == (frozenset(), None, None)


def test_one_prompt_at_a_time_and_only_its_own_end_closes_it() -> None:
    assert after(STARTED, shown(1), shown(2)).prompt == shown(2)
    assert after(STARTED, shown(1), shown(2), closed(1)).prompt == shown(2)
    assert after(STARTED, shown(1), shown(2), closed(2)).prompt is None


@pytest.mark.parametrize("action", ["dismiss", "not_helpful", "snooze"])
def test_a_click_closes_its_prompt(action: Action) -> None:
    acted = UserActed(at=0, known_at=0, action=action, prompt=2)
    assert after(STARTED, shown(1), acted).prompt == shown(1)
    assert after(STARTED, shown(2), acted).prompt is None


def test_a_followed_prompt_is_credited_until_taken_away() -> None:
    status = after(STARTED, shown(1), closed(1, "followed"))
    assert (state_text(status).icon, state_text(status).headline) == ("tick", "Pause")
    assert state_text(without_credit(status)).headline == "Listening"
    assert state_text(reduce(status, shown(2))).headline == "Listening"
    assert after(STARTED, shown(1), closed(1, "expired")).credit is None


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (trouble("no_audio", "customer"), "No audio from caller"),
        (trouble("no_audio", "agent"), "No audio from you"),
        (trouble("one_channel", "customer"), "One channel: you only"),
        (trouble("one_channel", "agent"), "One channel: caller only"),
        (trouble("device_lost", "agent"), "Microphone lost"),
        (trouble("device_lost", "customer"), "Call audio lost"),
        (trouble("device_busy", "agent"), "Microphone busy"),
        (trouble("no_permission", "agent"), "No access: microphone"),
        (trouble("wrong_source", "customer"), "Wrong audio source"),
        (trouble("recognition_restarting"), "Recognition restarting"),
        (trouble("recognition_behind"), "Recognition behind"),
        (trouble("recognition_off"), "Recognition off"),
        (trouble("disk"), "Disk problem"),
        (trouble("something_new"), "Something new"),
    ],
)
def test_every_trouble_has_words(event: AnyEvent, text: str) -> None:
    assert headline(STARTED, event) == text


def test_the_most_serious_trouble_wins_and_the_others_stay_in_the_tooltip() -> None:
    status = after(STARTED, trouble("recognition_behind"), trouble("device_lost", "agent"), trouble("one_channel"))
    text = state_text(status)
    assert text.headline == "Microphone lost"
    assert text.tone == "error"
    assert "Recognition behind" in text.tooltip


def test_a_trouble_ends_for_its_side_or_for_both() -> None:
    both = (STARTED, trouble("no_audio", "agent"), trouble("no_audio", "customer"))
    assert headline(*both, trouble("no_audio", "customer", until=5)) == "No audio from you"
    assert headline(*both, trouble("no_audio", until=5)) == "Listening"
    assert headline(*both, trouble("disk", until=5)) == "No audio from caller"


def test_a_trouble_repeated_is_one_trouble_with_its_newest_message() -> None:
    status = after(STARTED, trouble("disk", message="old"), trouble("disk", message="new"))
    assert len(status.troubles) == 1
    assert state_text(status).detail == "new"


def test_a_trouble_shows_while_still_starting_but_not_while_paused() -> None:
    starting = with_phase(Status(), "starting")
    assert state_text(reduce(starting, trouble("device_busy", "agent"))).headline == "Microphone busy"
    assert headline(STARTED, trouble("disk"), paused()) == "Paused"


def test_unavailable_cues_say_why_until_they_are_back() -> None:
    off = availability(False, "pause", "let_them_in")
    assert state_text(after(STARTED, off)).detail == "Pause and 1 more unavailable: use a headset"
    half = after(STARTED, off, availability(True, "pause"))
    assert state_text(half).detail == "Let them in unavailable: use a headset"
    assert state_text(reduce(half, availability(True, "let_them_in"))).detail == ""


def test_a_failure_is_a_sentence() -> None:
    text = state_text(with_phase(after(STARTED), "failed", "The microphone is not there; plug it in."))
    assert (text.headline, text.detail) == ("Not running", "The microphone is not there; plug it in.")


def test_a_call_that_broke_says_why_also_after_its_end() -> None:
    status = after(STARTED, shown(1), trouble("failed", message="It broke; start again."), ENDED)
    assert (status.phase, status.failure, status.prompt) == ("failed", "It broke; start again.", None)
    assert after(STARTED, trouble("failed"), STARTED).phase == "listening"


def test_credit_is_told_in_two_words_and_not_at_every_turn() -> None:
    status = after(STARTED, credit(known_at=10))
    assert (state_text(status).headline, state_text(status).tone) == ("Beat kept", "quiet_good")
    told = without_credit(status)
    assert reduce(told, credit(known_at=69.9)) is told
    assert reduce(told, credit("listened_in_silence", known_at=20)).credit == "listened_in_silence"
    assert reduce(told, credit(known_at=70)).credit == "beat_kept"


def test_a_prompt_takes_the_place_of_a_credit() -> None:
    assert after(STARTED, credit(), shown(1)).credit is None


def test_events_that_show_nothing_change_nothing() -> None:
    status = after(STARTED)
    assert (
        reduce(status, Words(at=0, known_at=0, speaker="agent", start=0, end=1, text="a", stability="final")) is status
    )


def test_every_sample_state_has_words() -> None:
    for events in sample_states().values():
        assert state_text(after(*events)).headline


def test_a_tick_takes_the_place_of_a_mild_trouble_for_its_moment_and_of_no_other() -> None:
    mild, serious = (STARTED, trouble("phrases_unused")), (STARTED, trouble("one_channel"))
    assert headline(*mild) == "Phrases unused" and headline(*mild, credit()) == "Beat kept"
    assert headline(*serious, credit()) == headline(*serious)
