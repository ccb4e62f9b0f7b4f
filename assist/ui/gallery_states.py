"""Sample states of the overlay, as the events that lead to them: for the gallery, the documentation and tests."""

from __future__ import annotations

from dataclasses import replace

from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    BeatClosed,
    BeatOpened,
    CallEnded,
    CallStarted,
    Credit,
    CueName,
    Evidence,
    FloorChanged,
    PromptClosed,
    PromptShown,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    Tension,
    TensionState,
    Trouble,
    Words,
)
from assist.ui.choices import ChoiceName
from assist.ui.wording import CUE_LABELS

_LINES: dict[CueName, tuple[str, str]] = {
    "pause": ("talk_over", "Let them finish, then take one breath"),
    "acknowledge": ("no_acknowledgement", "“That sounds like a lot at once.”"),
    "ask_what_changed": ("no_question", "“What changed for you this month?”"),
    "reframe": ("dead_end", "“Let's keep this from getting worse.”"),
    "offer_choices": ("dead_end", "“Which of these feels most doable?”"),
    "slow_down": ("fast_pace", "Half the speed, twice the calm"),
    "let_them_in": ("monologue", "Stop here and ask one question"),
    "check_in": ("dead_air", "“Are you still with me?”"),
    "safety": (
        "safety_words",
        "Stay on the line. Ask: “Are you safe right now?” Do not end the call; signal your supervisor, who brings in"
        " the crisis team.",
    ),
}

_TROUBLES: tuple[tuple[str, Speaker | None, str], ...] = (
    (
        "no_audio",
        "customer",
        "Nothing has been heard from the softphone for 20\N{NO-BREAK SPACE}s; check that it plays on “Headset”.",
    ),
    ("no_audio", "agent", "The microphone is silent; check its mute switch."),
    ("device_lost", "agent", "“USB Headset” was unplugged; plug it in again or choose another with assist devices."),
    ("device_busy", "agent", "Another program holds “USB Headset” alone; close it or choose another microphone."),
    ("no_permission", "agent", "The system gives this program only silence; allow the microphone in its settings."),
    ("wrong_source", "customer", "The softphone's audio moved to another output; choose it again with assist devices."),
    ("one_channel", "customer", "The caller cannot be heard, so cues that need both sides are off."),
    ("recognition_restarting", None, ""),
    ("recognition_behind", None, ""),
    ("recognition_off", None, "No recognition engine is installed; timing cues still work."),
    (
        "calls_unnoticed",
        None,
        "Calls are not noticed any more (the sound server went away); switch it on again in the menu, or start them there.",
    ),
    ("failed", None, "The call stopped because of an unexpected problem (device gone); start again."),
    ("disk", None, "The disk is full, so this call is not recorded; free some space."),
)

_STARTED = CallStarted(at=0, known_at=0)


def sample_prompt(cue: CueName, number: int = 1) -> PromptShown:
    """A prompt as an agent may see it."""
    reason, line = _LINES[cue]
    evidence = (
        Evidence(speaker="customer", start=0, end=16_000, text="I lost the job in March and I can't make this"),
        Evidence(speaker="agent", start=17_000, end=30_000, text="okay so the balance is due on Friday"),
    )
    return PromptShown(
        at=0, known_at=0, prompt=number, cue=cue, title=CUE_LABELS[cue], line=line, reason=reason, evidence=evidence
    )


def _talk(speaker: Speaker) -> tuple[AnyEvent, ...]:
    return (SpeechStarted(at=0, known_at=0, speaker=speaker, start=0), FloorChanged(at=0, known_at=0, holder=speaker))


def beat_opened(seconds: float, finished: float = 0.8, length_seconds: float = 1.0) -> BeatOpened:
    """A beat of which some seconds have passed when it becomes known; the caller stopped at the call's first moment."""
    known_at, length = round(seconds * SAMPLE_RATE), round(length_seconds * SAMPLE_RATE)
    return BeatOpened(at=0, known_at=known_at, start=0, length=length, finished=finished, breathing=finished < 0.5)


def _beats() -> dict[str, tuple[AnyEvent, ...]]:
    caller = (_STARTED, *_talk("customer"), SpeechEnded(at=0, known_at=0, speaker="customer", start=0, end=0))
    over = SAMPLE_RATE
    kept = BeatClosed(at=over, known_at=over, start=0, end=over, why="kept")
    cut_short = BeatClosed(at=0, known_at=SAMPLE_RATE // 2, start=0, end=0, why="cut_short")
    said = SpeechStarted(at=0, known_at=SAMPLE_RATE // 2, speaker="agent", start=0)
    return {
        "beat_breathing": (*caller, beat_opened(0.2, 0.2)),
        "beat_running": (*caller, beat_opened(0.2)),
        "beat_almost_over": (*caller, beat_opened(0.5)),
        "beat_kept": (*caller, beat_opened(0.2), kept),
        "beat_kept_credit": (
            *caller, beat_opened(0.2), kept, Credit(at=over, known_at=over, name="beat_kept", start=0, end=over),
        ),
        "beat_cut_short": (*caller, beat_opened(0.2), said, cut_short),
        "beat_and_prompt": (*caller, sample_prompt("acknowledge"), beat_opened(0.2, length_seconds=2.0)),
        "listened_in_silence": (
            _STARTED, Credit(at=over, known_at=over, name="listened_in_silence", start=0, end=over),
        ),
    }  # fmt: skip


def said(speaker: Speaker, seconds: float, text: str, utterance: int = 0) -> Words:
    """A recognised utterance that ends there."""
    end = round(seconds * SAMPLE_RATE)
    return Words(
        at=end, known_at=end, speaker=speaker, start=max(0, end - SAMPLE_RATE), end=end, text=text, stability="final",
        utterance=utterance,
    )  # fmt: skip


def felt(seconds: float, level: float, state: TensionState) -> Tension:
    """The caller's tension from that moment on."""
    at = round(seconds * SAMPLE_RATE)
    return Tension(at=at, known_at=at, level=level, state=state)


SPOKEN = (
    felt(20, 0.15, "settled"),
    said("agent", 22, "thanks for calling how can i help"),
    felt(41, 0.35, "settled"),
    felt(60, 0.55, "rising"),
    said("customer", 75, "i lost the job in march and i can't make this payment on top of everything else"),
    felt(76, 0.8, "high"),
    felt(110, 0.85, "high"),
    said("agent", 112, "that sounds like a lot at once"),
    felt(125, 0.6, "rising"),
    said("customer", 131, "yes it is thank you for saying so"),
    felt(140, 0.3, "settled"),
    felt(170, 0.2, "settled"),
)
"""Three minutes of a call, for the tension strip and the transcript."""


def sample_states() -> dict[str, tuple[AnyEvent, ...]]:
    """Name of each state -> the events that lead to it."""
    states: dict[str, tuple[AnyEvent, ...]] = {
        "ready": (),
        "listening": (_STARTED,),
        "you_talk": (_STARTED, *_talk("agent")),
        "caller_talks": (_STARTED, *_talk("customer")),
        "both_talk": (_STARTED, *_talk("customer"), SpeechStarted(at=0, known_at=0, speaker="agent", start=0)),
        "ended": (_STARTED, CallEnded(at=0, known_at=0)),
    }
    states |= _beats()
    for cue in _LINES:
        states[f"prompt_{cue}"] = (_STARTED, *_talk("customer"), sample_prompt(cue))
    tones: tuple[tuple[CueName, str], ...] = (("acknowledge", "firm"), ("offer_choices", "urgent"))
    for cue, tone in tones:
        states[f"tone_{tone}"] = (_STARTED, *_talk("customer"), replace(sample_prompt(cue), tone=tone))
    states["icon_by_name"] = (_STARTED, *_talk("customer"), replace(sample_prompt("pause"), icon="acknowledge"))
    states["credit_said"] = (
        _STARTED, *_talk("customer"),
        Credit(at=0, known_at=0, name="offered_choices", start=0, end=0, text="either of these would work"),
    )  # fmt: skip
    states["followed"] = (
        _STARTED,
        *_talk("customer"),
        sample_prompt("pause"),
        PromptClosed(at=0, known_at=0, prompt=1, cue="pause", why="followed"),
    )
    for what, speaker, message in _TROUBLES:
        name = f"trouble_{what}" + (f"_{speaker}" if what == "no_audio" else "")
        trouble = Trouble(at=0, known_at=0, what=what, since=0, speaker=speaker, message=message)
        states[name] = (_STARTED, trouble)
    bleed = Availability(
        at=0,
        known_at=0,
        cues=("pause", "let_them_in"),
        available=False,
        why="the caller is heard in your microphone; use a headset",
    )
    states["unavailable"] = (_STARTED, bleed)
    states["trouble_and_prompt"] = (*states["trouble_one_channel"], sample_prompt("acknowledge"))
    long_words = PromptShown(
        at=0, known_at=0, prompt=2, cue="offer_choices", title="Entscheidungsmöglichkeiten", reason="dead_end",
        line="„Welche dieser Ratenzahlungsvereinbarungen erscheint Ihnen am ehesten machbar, wenn Sie an Ihre "
        "Haushaltsabrechnung denken?“",
    )  # fmt: skip
    states["long_words"] = (_STARTED, *_talk("agent"), long_words)
    states["spoken"] = (_STARTED, *SPOKEN, *_talk("customer"))
    return states


LONG = "Ratenzahlungsvereinbarungsbestätigungsschreibenversandtermin."
"""A word of 61 letters, as German makes them."""


def chosen_states() -> dict[str, tuple[dict[ChoiceName, bool], tuple[AnyEvent, ...]]]:
    """States that show themselves only with something switched on: name -> what, and the events."""
    start = (_STARTED, *SPOKEN, *_talk("customer"))
    both: dict[ChoiceName, bool] = {"show_tension": True, "show_transcript": True}
    long_words = said("customer", 172, f"{LONG} {LONG} und {LONG}", 7)
    long_prompt = replace(sample_prompt("reframe", 3), title=LONG[:30], line=LONG, tone="firm")
    return {
        "compact": ({"compact": True}, (*start, sample_prompt("acknowledge"))),
        "compact_long": ({"compact": True}, (*start, long_prompt)),
        "compact_safety": ({"compact": True}, (*start, sample_prompt("safety"))),
        "long_line": ({}, (*start, long_prompt)),
        "grip": ({"click_through": True}, start),
        "tension_unknown": ({"show_tension": True}, (_STARTED, *_talk("customer"))),
        "tension": ({"show_tension": True}, start),
        "transcript": ({"show_transcript": True}, start),
        "tension_transcript_prompt": (both, (*start, sample_prompt("acknowledge"))),
        "transcript_long": ({"show_transcript": True, "click_through": True}, (*start, long_words)),
        "panel": ({"docked": True, **both}, start),
        "panel_prompt": ({"docked": True, **both}, (*start, sample_prompt("offer_choices"))),
    }
