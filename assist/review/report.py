"""The report of a call: one HTML file that needs nothing else, neither scripts nor anything from a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.events import (
    SAMPLE_RATE,
    Act,
    AnyEvent,
    Availability,
    CallEnded,
    CallStarted,
    Evidence,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Speaker,
    Trouble,
)
from assist.review.record import CallRecord, of_events
from assist.review.summary import check_head, marks_rows, quote, review
from assist.review.timeline_picture import LETTERS, clock, timeline_rows
from assist.review.wording import CALM_QUESTION, CHECK_LABELS, check_note, finding_text
from assist.session.call_files import InputError
from assist.session.transcript import Turn, transcript

WHO = {"agent": "Agent", "customer": "Caller"}
LEAST_ACT_PROBABILITY = 0.5
_OUTCOMES = {
    "followed": "Followed",
    "expired": "Went away by itself",
    "dismissed": "Dismissed",
    "not_helpful": "Marked as not helpful",
    None: "Still on screen at the end",
}
_WITHHELD = {
    "budget_gap": "too soon after the prompt before",
    "budget_rate": "enough prompts for this stretch of the call",
    "repeat": "the same prompt had just been shown",
    "on_screen": "another prompt was on screen",
    "late": "its moment had passed",
    "satisfied": "the agent had already done it",
    "not_earned": "not reason enough yet",
    "outranked": "another cue was more urgent",
    "snoozed": "prompts were snoozed",
    "paused": "the program was paused",
    "unavailable": "what it needs was missing",
}
_TROUBLES = {
    "no_audio": "no audio", "device_lost": "device lost", "device_busy": "device busy", "no_permission": "no permission",
    "wrong_source": "wrong source", "one_channel": "one channel only",
    "mixed_channel": "voices not told apart", "mixed_overlaps": "both voices on one channel", "disk": "disk problem",
    "recognition_restarting": "recognition restarted", "recognition_behind": "recognition fell behind",
    "recognition_off": "recognition off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownPrompt:
    """A prompt and what became of it."""

    number: int
    time: str
    title: str
    line: str
    reason: str
    evidence: tuple[Evidence, ...]
    outcome: str
    calmer: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something at a time: a withheld cue, a trouble."""

    time: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportedTurn:
    """A turn of the transcript with what was noticed in it and the prompts that were shown after its start."""

    time: str
    speaker: Speaker
    who: str
    text: str
    acts: tuple[str, ...]
    prompts: tuple[ShownPrompt, ...]


def write_report(events: Sequence[AnyEvent], path: Path, call: CallRecord | None = None) -> None:
    """Write the report of a call.

    Args:
        events: all events of one call, in order.
        path: overwritten.
        call: the same with the agent's marks, where there are any.

    Raises:
        InputError: the file cannot be written.
    """
    write_page(report_html(events, call), path)


def write_page(text: str, path: Path) -> None:
    """Write a report.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: the report cannot be written: {problem.strerror}; give another file.") from problem


def report_html(events: Sequence[AnyEvent], call: CallRecord | None = None) -> str:
    """The report as text."""
    started = next((event for event in events if isinstance(event, CallStarted)), CallStarted(at=0, known_at=0))
    length = max((event.at if isinstance(event, CallEnded) else event.known_at for event in events), default=0)
    prompts = _prompts(events)
    return rendered(
        "report.html.j2",
        started=started,
        title=call.title if call is not None else started.source or "Call",
        looked=review(call or of_events(events)),
        length=clock(length),
        rate=f"{len(prompts) / (length / SAMPLE_RATE / 60):.2f}" if length else "0.00",
        rows=timeline_rows(events, length),
        letters=LETTERS,
        prompts=prompts,
        withheld=_withheld(events),
        troubles=_troubles(events),
        turns=_turns(events, prompts),
        who=WHO,
    )


def print_html(call: CallRecord, picture_width: int) -> str:
    """The report in the plain HTML that Qt prints; it shows the picture named `timeline`."""
    return rendered(
        "print.html.j2", looked=review(call), prompts=_prompts(call.events), who=WHO, picture_width=picture_width
    )


def rendered(name: str, **values: Any) -> str:
    """A page of `assist/data/report` with its values; what people said is escaped."""
    import jinja2  # noqa: PLC0415  (only reports need it)

    pages = jinja2.Environment(
        loader=jinja2.PackageLoader("assist", "data/report"),
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters |= {"clock": clock, "words": _words}
    pages.globals |= {
        "check_head": check_head, "check_note": check_note, "finding_text": finding_text, "quote": quote,
        "marks_rows": marks_rows, "labels": CHECK_LABELS, "calm_question": CALM_QUESTION,
    }  # fmt: skip
    return pages.get_template(name).render(**values)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _prompts(events: Sequence[AnyEvent]) -> list[ShownPrompt]:
    closed = {event.prompt: event for event in events if isinstance(event, PromptClosed)}
    return [_prompt(event, closed.get(event.prompt)) for event in events if isinstance(event, PromptShown)]


def _prompt(event: PromptShown, closed: PromptClosed | None) -> ShownPrompt:
    outcome = _OUTCOMES[closed.why if closed else None]
    if closed is not None:
        outcome += f" after {(closed.known_at - event.known_at) / SAMPLE_RATE:.0f} s"
    calmer = {None: "", True: "the caller was calmer a minute later", False: "the caller was no calmer a minute later"}
    return ShownPrompt(
        number=event.prompt,
        time=clock(event.known_at),
        title=event.title,
        line=event.line,
        reason=_words(event.reason),
        evidence=event.evidence,
        outcome=outcome,
        calmer=calmer[closed.calmer if closed else None],
    )


def _withheld(events: Sequence[AnyEvent]) -> list[Note]:
    return [
        Note(
            clock(event.known_at),
            _words(event.cue) + (f" ({_words(event.raised_by)})" if event.raised_by else ""),
            _WITHHELD.get(event.reason, _words(event.reason)),
        )
        for event in events
        if isinstance(event, PromptWithheld)
    ]


def _troubles(events: Sequence[AnyEvent]) -> list[Note]:
    notes = []
    for event in events:
        if isinstance(event, Trouble):
            what = _TROUBLES.get(event.what, _words(event.what))
            side = f", {WHO[event.speaker].lower()}'s side" if event.speaker else ""
            notes.append(Note(clock(event.known_at), what + side, event.message if event.until is None else "over"))
        elif isinstance(event, Availability):
            cues = ", ".join(_words(cue) for cue in event.cues)
            notes.append(
                Note(clock(event.known_at), cues, f"unavailable: {event.why}" if not event.available else "available")
            )
    return notes


def _turns(events: Sequence[AnyEvent], prompts: Sequence[ShownPrompt]) -> list[ReportedTurn]:
    turns = transcript(events)
    shown_at = {event.prompt: event.known_at for event in events if isinstance(event, PromptShown)}
    out = []
    for number, turn in enumerate(turns):
        until = turns[number + 1].start if number + 1 < len(turns) else None
        since = turn.start if number else 0
        mine = [p for p in prompts if since <= shown_at[p.number] and (until is None or shown_at[p.number] < until)]
        acts = tuple(_words(name) for name in _acts(events, turn))
        out.append(ReportedTurn(clock(turn.start), turn.speaker, WHO[turn.speaker], turn.text, acts, tuple(mine)))
    return out


def _acts(events: Sequence[AnyEvent], turn: Turn) -> list[str]:
    found = [
        event.name
        for event in events
        if isinstance(event, Act)
        and event.speaker == turn.speaker
        and event.probability >= LEAST_ACT_PROBABILITY
        and turn.start <= (event.start + event.end) // 2 < turn.end
    ]
    return list(dict.fromkeys(found))
