"""A call, and many calls, as the rows that reports print; the same for HTML, PDF and the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assist.events import Evidence, PromptClosed, PromptShown, Recovery
from assist.review.follow_up import draft, why_no_draft
from assist.review.lessons import Lesson, done_well, to_try
from assist.review.record import CallRecord
from assist.review.scorecard import CHECKS, Check, CheckName, scorecard
from assist.review.spikes import Excerpt, excerpts
from assist.review.timeline_picture import clock
from assist.review.wording import CHECK_LABELS, STATE_LABELS, WHO, check_count, check_note, finding_text

ANSWERS = {True: "yes", False: "no", None: "not said", "human": "a person", "recording": "a recording"}


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that is made of a call.

    Attributes:
        call: the call.
        checks: the scorecard.
        well: the one thing done well.
        next_time: the one thing to try.
        spikes: excerpts.
        message: the follow-up message, kept or drafted; empty if there is none.
        no_message: why there is none.
    """

    call: CallRecord
    checks: tuple[Check, ...]
    well: Lesson
    next_time: Lesson
    spikes: tuple[Excerpt, ...]
    message: str
    no_message: str


def review(call: CallRecord) -> Review:
    """Look at a call."""
    checks = scorecard(call.events, call.turns)
    message = call.marks.follow_up or draft(call.turns)
    return Review(
        call,
        checks,
        done_well(checks, call.events),
        to_try(checks, call.events),
        tuple(excerpts(call, checks)),
        message,
        "" if message else why_no_draft(call.turns),
    )


def check_head(check: Check) -> str:
    """A check and how it is: "Acknowledged: done, 2 of 3"."""
    count = check_count(check)
    return f"{CHECK_LABELS[check.name]}: {STATE_LABELS[check.state].lower()}{f', {count}' if count else ''}"


def quote(evidence: Sequence[Evidence]) -> str:
    """Who said what, in one line."""
    return "  ".join(f"{WHO[piece.speaker]}: “{piece.text}”" for piece in evidence if piece.text)


def as_text(looked: Review) -> str:
    """A review for the terminal."""
    call = looked.call
    lines = [f"{call.title}, {clock(call.length)} long", ""]
    lines += [f"Done well: {looked.well.text}", f"To try next time: {looked.next_time.text}", ""]
    for check in looked.checks:
        lines.append(check_head(check))
        if note := check_note(check, heard=bool(call.turns)):
            lines.append(f"    {note}")
        for finding in check.findings:
            lines.append(f"    {'+' if finding.met else '-'} {clock(finding.at):>6}  {finding_text(finding)}")
            if said := quote(finding.evidence):
                lines.append(f"               {said}")
    for excerpt in looked.spikes:
        lines += [
            "",
            f"Tension reached {excerpt.spike.peak:.0%} at {clock(excerpt.spike.at)}. What would have calmed this sooner?",
        ]
        lines += [f"    {clock(turn.start):>6}  {WHO[turn.speaker]:<7} {turn.text}" for turn in excerpt.turns]
    marks = call.marks
    if marks.resolved_first_contact is not None or marks.root_cause or marks.human_or_recording or marks.note:
        lines += ["", "Your marks"]
        lines += [f"    {name}: {value}" for name, value in marks_rows(call)]
    lines += ["", "Follow-up", *(f"    {line}" for line in (looked.message or looked.no_message).split("\n"))]
    return "\n".join(lines)


def marks_rows(call: CallRecord) -> list[tuple[str, str]]:
    """The agent's own marks, all of them."""
    marks = call.marks
    return [
        ("Resolved on the first contact", ANSWERS[marks.resolved_first_contact]),
        ("Root cause", marks.root_cause or "not said"),
        ("Did I sound like a person or a recording?", ANSWERS[marks.human_or_recording]),
        ("Note", marks.note or "none"),
    ]


@dataclass(frozen=True, slots=True)
class PeriodCheck:
    """One check over a period: of the calls with an occasion, in how many it was done."""

    name: CheckName
    done: int
    occasions: int


@dataclass(frozen=True, slots=True)
class Period:
    """A period in numbers: quality only, never time on the phone.

    Attributes:
        since: its beginning, None for the first call.
        until: its end.
        calls: how many.
        checks: the four.
        resolved: calls marked as resolved on the first contact, and as not.
        human: calls in which the agent sounded like a person, and like a recording, by the agent's own ear.
        followed: prompts that were followed, and all that were shown.
        calmer: followed prompts after which the caller was calmer.
        causes: root causes with how often each was noted, the most frequent first.
        rows: a line for each call, newest first.
    """

    since: datetime | None
    until: datetime
    calls: int
    checks: tuple[PeriodCheck, ...]
    resolved: tuple[int, int]
    human: tuple[int, int]
    followed: tuple[int, int]
    calmer: int
    causes: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]


def period(calls: Iterable[CallRecord], since: datetime | None, until: datetime) -> Period:
    """Sum up calls, newest first; they are read one after the other."""
    done, occasions = dict.fromkeys(CHECKS, 0), dict.fromkeys(CHECKS, 0)
    causes: dict[str, int] = {}
    counts = dict.fromkeys(("yes", "no", "human", "recording", "shown", "followed", "calmer"), 0)
    rows = []
    for call in calls:
        checks = scorecard(call.events, call.turns)
        for check in checks:
            occasions[check.name] += check.state != "no_occasion"
            done[check.name] += check.state == "done"
        _count(call, counts)
        if cause := call.marks.root_cause.strip():
            causes[cause] = causes.get(cause, 0) + 1
        when = f"{call.started_at.astimezone():%Y-%m-%d %H:%M}" if call.started_at else ""
        rows.append((call.title, when, call.marks.root_cause, tuple(STATE_LABELS[check.state] for check in checks)))
    return Period(
        since, until, len(rows),
        tuple(PeriodCheck(name, done[name], occasions[name]) for name in CHECKS),
        (counts["yes"], counts["no"]), (counts["human"], counts["recording"]),
        (counts["followed"], counts["shown"]), counts["calmer"],
        tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))), tuple(rows),
    )  # fmt: skip


def _count(call: CallRecord, counts: dict[str, int]) -> None:
    resolved, sounded = call.marks.resolved_first_contact, call.marks.human_or_recording
    if resolved is not None:
        counts["yes" if resolved else "no"] += 1
    if sounded is not None:
        counts[sounded] += 1
    for event in call.events:
        counts["shown"] += isinstance(event, PromptShown)
        counts["followed"] += isinstance(event, PromptClosed) and event.why == "followed"
        counts["calmer"] += isinstance(event, Recovery) and event.followed and event.calmer
