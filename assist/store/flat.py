"""A stored call as plain rows: for files that other programs and people read. Times in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from assist.events import SAMPLE_RATE, Dynamics, Evidence
from assist.store.call import CallEntry, StoredCall

Rows = list[dict[str, Any]]


def entry_row(entry: CallEntry) -> dict[str, Any]:
    """The call's line in the list."""
    return {
        "call": entry.number,
        "uuid": entry.uuid,
        "started_at": entry.started_at.isoformat(),
        "seconds": round(entry.seconds, 2),
        "state": entry.state,
        "engine": entry.engine,
        "profile": entry.profile,
        "app_version": entry.app_version,
        "source": entry.source,
        "audio": str(entry.audio) if entry.audio else None,
        "prompts": entry.prompts,
        "tension_spikes": entry.spikes,
        **asdict(entry.marks),
    }


def summary_row(call: StoredCall) -> dict[str, Any]:
    """The call in numbers; each None if none were known."""
    names = [part.name for part in fields(Dynamics) if part.name not in ("at", "known_at", "complete")]
    return {name: getattr(call.summary, name, None) for name in names}


def tables(call: StoredCall) -> dict[str, Rows]:
    """What was said and what happened, by name of the table."""
    number = {"call": call.entry.number}
    return {
        "turns": [
            {**number, "speaker": turn.speaker, **_span(turn.start, turn.end), "text": turn.text}
            for turn in call.turns()
        ],
        "prompts": [
            {
                **number, "at": _seconds(p.shown.at), "cue": p.shown.cue, "title": p.shown.title, "line": p.shown.line,
                "reason": p.shown.reason, "evidence": _said(p.shown.evidence), "became": p.closed.why if p.closed else None,
                "followed": p.recovery.followed if p.recovery else None, "calmer": p.recovery.calmer if p.recovery else None,
            }
            for p in call.prompts()
        ],
        "withheld": [{**number, "at": _seconds(e.at), "cue": e.cue, "reason": e.reason} for e in call.withheld()],
        "leap_steps": [
            {
                **number, "at": _seconds(e.at), "matter": e.matter, "step": e.step, "kind": e.kind,
                "situations": ", ".join(e.situations), "evidence": _said(e.evidence),
            }
            for e in call.steps()
        ],
        "acts": [
            {
                **number, "speaker": e.speaker, **_span(e.start, e.end), "act": e.name, "probability": round(e.probability, 3),
                "text": e.text,
            }
            for e in call.acts()
        ],
        "tension_spikes": [
            {**number, **_span(e.start, e.end), "peak": round(e.peak, 3), "reasons": ", ".join(e.reasons)}
            for e in call.spikes()
        ],
    }  # fmt: skip


def _said(evidence: Iterable[Evidence]) -> str:
    return "; ".join(f"{part.speaker}: {part.text}" for part in evidence)


def _span(start: int, end: int) -> dict[str, float]:
    return {"start": _seconds(start), "end": _seconds(end)}


def _seconds(samples: int) -> float:
    return round(samples / SAMPLE_RATE, 2)
