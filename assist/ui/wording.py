"""The words of the overlay: state line, talk light, evidence. Pure text, no Qt."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Literal

from assist.events import CreditName, CueName, PromptShown, Speaker, TensionState, Trouble
from assist.ui.beat import Face
from assist.ui.status import Phase, Status

Tone = Literal["calm", "quiet_good", "good", "warning", "error"]
CardTone = Literal["calm", "firm", "urgent"]
_TONES: dict[str, CardTone] = {"calm": "calm", "firm": "firm", "urgent": "urgent"}

CUE_LABELS: dict[CueName, str] = {
    "pause": "Pause",
    "acknowledge": "Acknowledge",
    "ask_what_changed": "Ask what changed",
    "reframe": "Reframe",
    "offer_choices": "Offer choices",
    "slow_down": "Slow down",
    "let_them_in": "Let them in",
    "check_in": "Check in",
    "safety": "Safety",
}
_CREDIT_LABELS: dict[CreditName, str] = {
    "beat_kept": "Beat kept",
    "listened_in_silence": "Good listening",
    "acknowledged": "Acknowledged",
    "asked_what_changed": "Asked what changed",
    "reframed": "Reframed",
    "offered_choices": "Choices offered",
    "handed_over": "Choice handed over",
}
_LABELS: dict[str, str] = dict([*CUE_LABELS.items(), *_CREDIT_LABELS.items()])
SIDE_LABELS: dict[Speaker, str] = {"agent": "You", "customer": "Caller"}

_SOURCE: dict[Speaker | None, str] = {"agent": "Microphone", "customer": "Call audio", None: "Audio"}
_PERSON: dict[Speaker | None, str] = {"agent": " from you", "customer": " from caller", None: ""}
_OTHER: dict[Speaker | None, str] = {"agent": ": caller only", "customer": ": you only", None: ""}

_REASONS = {
    "talk_over": "You and the caller talked at once",
    "straight_to_demand": "Your reply went straight to the balance",
    "dead_end": "Your reply closed the door",
    "no_acknowledgement": "The caller's feeling was not acknowledged",
    "safety_words": "The caller used words of danger",
    "dead_air": "Nobody has said anything for a while",
    "monologue": "You have had the floor for a while",
    "fast": "You speak faster than is usual for you",
}

SERIOUS_FIRST = (
    "no_permission", "device_lost", "device_busy", "wrong_source", "no_audio", "disk", "calls_unnoticed", "one_channel",
    "mixed_channel", "mixed_overlaps", "recognition_restarting", "recognition_off", "recognition_behind",
    "plain_reading", "prompts_unused", "phrases_unused", "playbooks_unused", "taught_unused",
)  # fmt: skip
"""Troubles, the most serious first. A name that is not listed counts as less serious than all of these."""

MILD = frozenset({"plain_reading", "prompts_unused", "phrases_unused", "playbooks_unused", "taught_unused"})
"""Troubles that last the whole call and keep nothing from being heard: a tick may take their place for its moment."""

_ERRORS = frozenset({"no_permission", "device_lost", "device_busy", "wrong_source", "no_audio", "disk"})


@dataclass(frozen=True, slots=True)
class StateText:
    """What the state line says."""

    icon: str
    headline: str
    """A few words."""
    tone: Tone = "calm"
    detail: str = ""
    """A sentence under the headline, or nothing."""
    tooltip: str = ""


_WAITING = (
    "Listening only for a call to begin, on this computer. The last seconds are in memory so that its first words are not"
    " lost; nothing is kept, and no words are recognised."
)

_QUIET: dict[Phase, StateText] = {
    "ready": StateText("dots", "Ready", tooltip="Start from the menu: right-click here or on the tray icon."),
    "waiting": StateText("dots", "Waiting for a call", tooltip=_WAITING),
    "paused": StateText("pause", "Paused", tooltip="Not listening. Resume from the menu."),
    "ended": StateText("tick", "Call ended", tooltip="The call is over."),
}


def state_text(status: Status) -> StateText:
    """The state line for a status; the most serious trouble wins."""
    if status.phase == "failed":
        return StateText("error", "Not running", "error", status.failure, status.failure)
    tooltip = _state_tooltip(status)
    if status.notice is not None:
        return StateText("dots", status.notice.headline, "calm", status.notice.detail, tooltip)
    if status.phase in _QUIET and (status.phase == "paused" or not status.troubles):
        return _QUIET[status.phase]
    return _running_text(status, tooltip)


def _running_text(status: Status, tooltip: str) -> StateText:
    """The state line while a call is on."""
    trouble = most_serious(status.troubles)
    if trouble is not None and not (status.credit is not None and trouble.what in MILD):
        serious: Tone = "error" if trouble.what in _ERRORS else "warning"
        return StateText("warning", trouble_headline(trouble), serious, trouble.message, tooltip)
    if status.phase == "starting":
        return StateText("dots", "Starting…", tooltip="Opening the audio and loading recognition.")
    if status.credit is not None:
        # A followed prompt is news; credit for anything else stays as quiet as the line it stands in.
        tone: Tone = "good" if status.credit in CUE_LABELS else "quiet_good"
        return StateText("tick", _LABELS[status.credit], tone, _unavailable_line(status), tooltip)
    headline = f"On a call since {status.since}" if status.since else "Listening"
    return StateText("listening", headline, detail=_unavailable_line(status), tooltip=tooltip)


def most_serious(troubles: tuple[Trouble, ...]) -> Trouble | None:
    """The trouble the agent must know first; among equals the newest."""

    def rank(trouble: Trouble) -> int:
        return SERIOUS_FIRST.index(trouble.what) if trouble.what in SERIOUS_FIRST else len(SERIOUS_FIRST)

    return min(reversed(troubles), key=rank, default=None)


def trouble_headline(trouble: Trouble) -> str:
    """A trouble in a few words."""
    side = trouble.speaker
    headlines = {
        "no_permission": f"No access: {_SOURCE[side].lower()}",
        "device_lost": f"{_SOURCE[side]} lost",
        "device_busy": f"{_SOURCE[side]} busy",
        "wrong_source": "Wrong audio source",
        "no_audio": f"No audio{_PERSON[side]}",
        "disk": "Disk problem",
        "one_channel": f"One channel{_OTHER[side]}",
        "mixed_channel": "Both voices on one channel",
        "mixed_overlaps": "One channel: no overlaps",
        "recognition_restarting": "Recognition restarting",
        "recognition_off": "Recognition off",
        "recognition_behind": "Recognition behind",
        "plain_reading": "Plain word rules",
        "prompts_unused": "Prompt book unused",
        "phrases_unused": "Phrases unused",
        "playbooks_unused": "Playbooks unused",
        "taught_unused": "Taught weights unused",
        "calls_unnoticed": "Calls not noticed",
    }
    return headlines.get(trouble.what, trouble.what.replace("_", " ").capitalize())


def talk_tooltip(status: Status) -> str:
    """The talk light in words."""
    talking = [SIDE_LABELS[side] for side in ("agent", "customer") if side in status.speaking]
    who = " and ".join(talking).capitalize() if talking else "Nobody"
    verb = "are" if "agent" in status.speaking else "is"
    floor = {"agent": "You hold the floor.", "customer": "The caller holds the floor.", None: "The floor is free."}
    return f"{who} {verb} talking. {floor[status.floor]}"


def beat_text(face: Face, length_seconds: float) -> tuple[str, str]:
    """The ring in words: a name for screen readers, and a tooltip."""
    if face == "breathing":
        return "The caller may go on", "The caller has stopped but may only be breathing. Wait."
    if face == "running":
        return "Leave a beat", f"The caller has finished. Leave a beat of {length_seconds:g} s before you reply."
    if face == "kept":
        return "Beat kept", "You left a beat. Go on when you are ready."
    return "", ""


def card_tone(prompt: PromptShown) -> CardTone:
    """How a prompt looks: as it says itself; where it does not say, Safety is urgent and everything else calm."""
    usual: CardTone = "urgent" if prompt.cue == "safety" else "calm"
    return _TONES.get(prompt.tone, usual)


def tension_text(state: TensionState | None) -> str:
    """The caller's state, for the tension strip; never anything about the agent."""
    if state is None:
        return "Caller: not known yet"
    return {"settled": "Caller settled", "rising": "Tension rising", "high": "Tension high"}[state]


def evidence_text(prompt: PromptShown) -> str:
    """Why a prompt is there, in plain sentences for screen readers."""
    rows = [_reason(prompt)]
    rows += [f"{SIDE_LABELS[piece.speaker]}: “{piece.text}”" for piece in prompt.evidence if piece.text]
    return ". ".join(row for row in rows if row)


def evidence_html(prompt: PromptShown, whole_line: str = "") -> str:
    """Why a prompt is there, for the hover panel; first the whole line when the card has no room for it."""
    reason = _reason(prompt)
    rows = [html.escape(whole_line)] if whole_line else []
    rows += [f"<b>{html.escape(reason)}</b>"] if reason else []
    rows += [f"{SIDE_LABELS[piece.speaker]}: “{html.escape(piece.text)}”" for piece in prompt.evidence if piece.text]
    return "<br>".join(rows)


def _reason(prompt: PromptShown) -> str:
    return _REASONS.get(prompt.reason, prompt.reason.replace("_", " ").capitalize())


def _unavailable_line(status: Status) -> str:
    """Which cues are off and why, in a line that names the first cue and counts the others with the same reason."""
    if not status.unavailable:
        return ""
    why = next(iter(status.unavailable.values()))
    cues = [CUE_LABELS[cue] for cue, reason in status.unavailable.items() if reason == why]
    named = cues[0] if len(cues) == 1 else f"{cues[0]} and {len(cues) - 1} more"
    return f"{named} unavailable: {why}"


def _state_tooltip(status: Status) -> str:
    rows = [f"{trouble_headline(trouble)}. {trouble.message}".strip() for trouble in status.troubles]
    rows += [f"{CUE_LABELS[cue]} unavailable: {why}" for cue, why in status.unavailable.items()]
    return "\n".join(rows) or "Listening to both sides on this computer only."
