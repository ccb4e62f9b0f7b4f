"""Sample calls for the review: for the gallery and for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from assist.events import (
    SAMPLE_RATE,
    Act,
    ActName,
    AnyEvent,
    CallEnded,
    CallerKind,
    CallStarted,
    ClosedWhy,
    Credit,
    CueName,
    CutOff,
    Evidence,
    LeapStep,
    OverlapJudged,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    Recovery,
    ResponseGap,
    Speaker,
    SpeechEnded,
    StepName,
    Tension,
    TensionSpike,
    TensionState,
    TurnEnded,
    Verdict,
    Words,
)
from assist.review.record import CallRecord, of_events
from assist.review.scorecard import CHECKS
from assist.review.trends import Week
from assist.store.call import CallEntry, Marks
from assist.ui.wording import CUE_LABELS

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_SAID: tuple[tuple[Speaker, float, float, str], ...] = (
    ("agent", 0.5, 3.0, "Good morning, how can I help you?"),
    ("customer", 3.4, 9.5, "They cut my hours in February and I can't make the payment. I'm so ashamed to call."),
    ("agent", 9.7, 13.5, "Okay, your balance is four hundred and twenty dollars. How would you like to pay that today?"),
    ("customer", 14.0, 21.0, "I just told you that I can't. I have two kids and I never missed a payment, not once."),
    ("agent", 19.0, 23.0, "There's nothing I can do about that. Those are the rules."),
    ("customer", 24.0, 30.0, "So nobody can help me? I don't know what to do any more."),
    ("agent", 32.4, 37.0, "I'm sorry. That sounds like a lot to carry, with two kids and half the hours."),
    ("agent", 37.6, 40.0, "What changed for you this month?"),
    ("customer", 41.0, 47.0, "My shifts come back in April. It's only until then."),
    ("agent", 48.2, 58.0, "We both want to keep this from getting worse. We could move the payment to the end of the month, "
     "or split it into four payments of one hundred and five dollars. Which one feels more doable?"),
    ("customer", 59.0, 63.0, "The four payments, I can manage that. Thank you so much."),
    ("agent", 64.2, 68.5, "I'll set that up today and I'll send you a letter by Friday."),
)  # fmt: skip


def _at(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def _quote(number: int) -> Evidence:
    speaker, start, end, text = _SAID[number]
    return Evidence(speaker=speaker, start=_at(start), end=_at(end), text=text)


def _step(at: float, matter: int, step: StepName, kind: CallerKind, *quotes: int) -> LeapStep:
    return LeapStep(
        at=_at(at), known_at=_at(at + 0.5), matter=matter, step=step, kind=kind, evidence=tuple(map(_quote, quotes))
    )


def _act(number: int, name: ActName) -> Act:
    quote = _quote(number)
    return Act(
        at=quote.end, known_at=quote.end, name=name, speaker="agent", start=quote.start, end=quote.end, probability=0.9,
        text=quote.text,
    )  # fmt: skip


def _tension(at: float, level: float, state: TensionState, *reasons: str) -> Tension:
    return Tension(at=_at(at), known_at=_at(at), level=level, state=state, reasons=reasons)


def _overlap(speaker: Speaker, start: float, end: float, verdict: Verdict) -> OverlapJudged:
    return OverlapJudged(
        at=_at(end),
        known_at=_at(end),
        speaker=speaker,
        onset=_at(start),
        end=_at(end),
        verdict=verdict,
        probability=0.87,
    )


def _prompt(at: float, number: int, cue: CueName, line: str, reason: str, why: ClosedWhy) -> list[AnyEvent]:
    shown = PromptShown(
        at=_at(at), known_at=_at(at), prompt=number, cue=cue, title=CUE_LABELS[cue], line=line, reason=reason
    )
    end = _at(at + 6)
    calmer = why == "followed"
    return [
        shown,
        PromptClosed(at=end, known_at=end, prompt=number, cue=cue, why=why),
        Recovery(at=end, known_at=end, prompt=number, cue=cue, before=0.7, after=0.3 if calmer else 0.7, calmer=calmer,
                 followed=calmer),
    ]  # fmt: skip


def sample_events() -> list[AnyEvent]:
    """A hard call of seventy seconds that ends well, with every kind of event that a review shows."""
    events: list[AnyEvent] = [
        CallStarted(at=0, known_at=0, source="live", engine="moonshine", profile="default", app_version="0.1")
    ]
    for speaker, start, end, text in _SAID:
        first, last = _at(start), _at(end)
        events += [
            SpeechEnded(at=last, known_at=last, speaker=speaker, start=first, end=last),
            Words(at=last, known_at=last, speaker=speaker, start=first, end=last, text=text, stability="final"),
            TurnEnded(at=last, known_at=_at(end + 1), speaker=speaker, start=first, end=last),
        ]
    events += [
        _step(9.5, 1, "disclosed", "shame", 1),
        ResponseGap(at=_at(9.7), known_at=_at(10), speaker="agent", start=_at(9.5), end=_at(9.7), emotional=True),
        _act(2, "straight_to_demand"),
        _step(13.5, 1, "passed_over", "shame", 1, 2),
        _overlap("agent", 19.0, 21.0, "interruption"),
        CutOff(at=_at(20), known_at=_at(20), onset=_at(19), start=_at(14), end=_at(19), text=_SAID[3][3], kind="distress",
               probability=0.9),
        _act(4, "dead_end"),
        _step(30.0, 2, "disclosed", "distress", 5),
        Credit(at=_at(32), known_at=_at(32), name="beat_kept", start=_at(30), end=_at(32)),
        ResponseGap(at=_at(32.4), known_at=_at(33), speaker="agent", start=_at(30), end=_at(32.4), emotional=True),
        _step(37.0, 2, "acknowledged", "distress", 5, 6),
        _step(40.0, 2, "asked_what_changed", "distress", 7),
        _overlap("agent", 44.0, 44.4, "backchannel"),
        _step(51.0, 2, "reframed", "distress", 9),
        _step(57.0, 2, "offered_choices", "distress", 9),
        _step(58.0, 2, "handed_over", "distress", 9),
        _step(63.0, 2, "eased", "easing", 10),
        _tension(9.5, 0.35, "settled"),
        _tension(14.0, 0.5, "rising", 'shame: "I\'m so ashamed"'),
        _tension(21.0, 0.78, "high", 'distress: "I just told you that I can\'t"', "louder"),
        _tension(30.0, 0.82, "high", 'distress: "I don\'t know what to do"'),
        _tension(41.0, 0.5, "rising"),
        _tension(47.0, 0.25, "settled"),
        _tension(63.0, 0.1, "settled", "relief"),
        TensionSpike(at=_at(30), known_at=_at(47), start=_at(14), end=_at(47), peak=0.82,
                     reasons=('distress: "I don\'t know what to do"',)),
        *_prompt(22.0, 1, "pause", "Let them finish, then take one breath", "talk_over", "expired"),
        *_prompt(31.0, 2, "acknowledge", "“That sounds like a lot at once.”", "no_acknowledgement", "followed"),
        PromptWithheld(at=_at(23), known_at=_at(23), cue="reframe", reason="on_screen"),
        CallEnded(at=_at(70), known_at=_at(70)),
    ]  # fmt: skip
    return sorted(events, key=lambda event: event.known_at)


def sample_record() -> CallRecord:
    """The same as a call of the store, with marks."""
    marks = Marks(True, "Hours cut, due date before payday", "human", "Start with the feeling next time.")
    return replace(of_events(sample_events()), title="Call 12", number=12, started_at=BEGAN, marks=marks)


def long_record() -> CallRecord:
    """Long words in every place that shows words of people."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    events = [
        replace(e, text=f"{word} {e.text} {word}-{word}") if isinstance(e, Words | CutOff) else e
        for e in sample_events()
    ]
    marks = Marks(None, word, None, word)
    return replace(of_events(events), title=f"{word}.jsonl", number=13, started_at=BEGAN, marks=marks)


def empty_record() -> CallRecord:
    """A call in which nothing was heard."""
    return of_events([CallStarted(at=0, known_at=0), CallEnded(at=_at(8), known_at=_at(8))], title="silence.jsonl")


def sample_entries(count: int = 30) -> list[CallEntry]:
    """Lines of the history."""
    causes = (
        "Hours cut, due date before payday",
        "",
        "Bill for a flat that was left",
        "Outage, third call about it",
        "",
    )
    return [
        CallEntry(
            number=count - n, uuid=str(n), started_at=BEGAN - timedelta(hours=5 * n), length=_at(70 + 41 * (n % 9)),
            state="cut_short" if n == 3 else "ended", engine="moonshine", profile="default", app_version="0.1", source="live",
            audio=None, prompts=n % 4, spikes=n % 3, marks=Marks(root_cause=causes[n % len(causes)]),
        )
        for n in range(count)
    ]  # fmt: skip


def sample_weeks() -> Sequence[Week]:
    """Twelve weeks, one without calls."""
    monday = date(2026, 3, 2)
    weeks = []
    for n in range(12):
        calls = 0 if n == 4 else 10
        occasions = {check: 0 if n == 4 else 6 + i for i, check in enumerate(CHECKS)}
        done = {check: 0 if n == 4 else min(2 + (n + 2 * i) // 3, occasions[check]) for i, check in enumerate(CHECKS)}
        weeks.append(Week(monday - timedelta(weeks=11 - n), calls, done, occasions))
    return weeks
