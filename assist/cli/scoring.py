"""The command that compares a call's events with marked moments: score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from assist.session.scoring import Score, ScoreCard


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(score)


def score(
    events: Path = typer.Argument(
        ..., help="Events of one call (JSON Lines), as `assist replay --events` writes them."
    ),
    labels: Path = typer.Option(
        ..., "--labels", help="Audacity label track of the same call: start TAB end TAB label, in seconds."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead of the table."),
) -> None:
    """Precision, recall and F1 per cue against marked moments, and prompts a minute.

    A label named like a cue (pause, acknowledge, ask_what_changed, reframe,
    offer_choices, slow_down, let_them_in, check_in, safety) marks where that
    prompt is wanted. A prompt hits it when it is shown between 1 s before the
    label and 3 s after it. Each label is hit once at most; a prompt that hits
    none is a false alarm. pause|reframe: either will do; (pause): fine, but
    not missed.

    Other labels mark what happened: an act or slip (dead_end, blame...), what
    an overlap was (interruption, backchannel, cooperative), a caller's feeling
    (distress...), with the side in front if it matters (agent:interruption).
    They are compared with the matching events, 1 s around the label.
    acknowledge, reframe and offer_choices are prompts; agent:acknowledge is
    the act.
    """
    from assist.eventlog import read_events
    from assist.session.labels import read_labels
    from assist.session.scoring import score as compare

    marked = read_labels(labels)
    card = compare(list(read_events(events)), marked)
    print(json.dumps(_plain(card)) if as_json else _table(card))


def _plain(card: ScoreCard) -> dict[str, object]:
    return {
        "minutes": round(card.minutes, 3),
        "prompts": card.prompts,
        "prompts_a_minute": round(card.prompts_a_minute, 3),
        "scores": [
            {
                "kind": line.kind, "name": line.name, "speaker": line.speaker, "labels": line.labels, "found": line.found,
                "hits": line.hits, "precision": line.precision, "recall": line.recall, "f1": line.f1,
            }
            for line in card.scores
        ],
    }  # fmt: skip


def _table(card: ScoreCard) -> str:
    titles = ("", "precision", "recall", "F1", "n", "found", "hits")
    rows = [_row(line) for line in card.scores]
    width = max(len(row[0]) for row in rows)
    lines = [
        f"{row[0]:<{width}}"
        + "".join(f"{cell:>{max(len(title), 4) + 2}}" for cell, title in zip(row[1:], titles[1:], strict=True))
        for row in [titles, *rows]
    ]
    pace = f"{card.prompts} prompts in {card.minutes:.1f} minutes ({card.prompts_a_minute:.2f} a minute)."
    return "\n".join([*(line.rstrip() for line in lines), "", pace])


def _row(line: Score) -> tuple[str, ...]:
    name = line.name if line.speaker is None else f"{line.speaker}:{line.name}"
    shares = ("-" if share is None else f"{share:.2f}" for share in (line.precision, line.recall, line.f1))
    return (name, *shares, str(line.labels), str(line.found), str(line.hits))
