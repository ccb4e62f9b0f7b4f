"""The pages beside the transcript: the four checks with their moments, and the spikes of tension."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from assist.events import SAMPLE_RATE, Evidence
from assist.review.lessons import Lesson
from assist.review.scorecard import Check, State
from assist.review.spikes import Excerpt
from assist.review.timeline_picture import clock
from assist.review.wording import CALM_QUESTION, CHECK_LABELS, STATE_LABELS, check_count, check_note, finding_text
from assist.ui.review_moment import MomentButton, Sign
from assist.ui.review_parts import Page, card, label

_COLOURS: dict[State, str] = {"done": "good", "not_done": "warning", "no_occasion": "muted"}
_SIGNS: dict[State, str] = {"done": "✓", "not_done": "○", "no_occasion": "-"}


class ScorecardPage(Page):
    """What went well, what to try, and the four checks."""

    jumped = Signal(int)
    """The agent chose a moment, in samples."""

    def show_checks(self, checks: Sequence[Check], well: Lesson, next_time: Lesson, *, heard: bool = True) -> None:
        """Show a call's scorecard; `heard`: were any words recognised?"""
        self.start_again()
        for title, lesson in (("Done well", well), ("To try next time", next_time)):
            self._lesson(title, lesson)
        for check in checks:
            self._check(check, check_note(check, heard=heard))
        self.column.addStretch(1)
        self.follow_focus()

    def _lesson(self, title: str, lesson: Lesson) -> None:
        look = self._look
        frame, inside = card(look)
        inside.addWidget(label(title, look.small, quiet=True))
        inside.addWidget(label(lesson.text, look.line))
        if lesson.finding is not None:
            self._moment(inside, lesson.finding.at, finding_text(lesson.finding), lesson.finding.evidence, "none")
        frame.setAccessibleName(f"{title}: {lesson.text}")
        self.column.addWidget(frame)

    def _check(self, check: Check, note: str) -> None:
        look = self._look
        frame, inside = card(look)
        head = QHBoxLayout()
        head.addWidget(label(CHECK_LABELS[check.name], look.strong), 1)
        count = check_count(check)
        state = label(
            f"{_SIGNS[check.state]} {STATE_LABELS[check.state]}{f', {count}' if count else ''}", look.strong, wrap=False
        )
        state.setStyleSheet(f"color: {getattr(look.theme, _COLOURS[check.state])}")
        head.addWidget(state)
        inside.addLayout(head)
        if note:
            inside.addWidget(label(note, look.normal, quiet=True))
        for finding in check.findings:
            self._moment(
                inside, finding.at, finding_text(finding), finding.evidence, "met" if finding.met else "missed"
            )
        frame.setAccessibleName(f"{CHECK_LABELS[check.name]}: {STATE_LABELS[check.state]}. {note}")
        self.column.addWidget(frame)

    def _moment(self, inside: QVBoxLayout, at: int, text: str, evidence: tuple[Evidence, ...], sign: Sign) -> None:
        button = MomentButton(self._look, at, text, evidence, sign)
        button.jumped.connect(self.jumped)
        inside.addWidget(button)


class SpikesPage(Page):
    """Excerpts around the peaks of the caller's tension."""

    jumped = Signal(int)
    """The agent chose a moment, in samples."""

    def show_spikes(self, found: Sequence[Excerpt]) -> None:
        """Show a call's excerpts."""
        self.start_again()
        if not found:
            self.column.addWidget(
                label("The caller's tension never rose to a peak in this call.", self._look.normal, quiet=True)
            )
        for excerpt in found:
            self._excerpt(excerpt)
        self.column.addStretch(1)
        self.follow_focus()

    def _excerpt(self, excerpt: Excerpt) -> None:
        look, spike = self._look, excerpt.spike
        frame, inside = card(look)
        title = f"{clock(spike.at)}: the caller's tension reached {spike.peak:.0%}"
        inside.addWidget(label(title, look.strong))
        if spike.reasons:
            inside.addWidget(label("Heard in: " + "; ".join(spike.reasons), look.small, quiet=True))
        for turn in excerpt.turns:
            button = MomentButton(
                look, turn.start, "", (Evidence(speaker=turn.speaker, start=turn.start, end=turn.end, text=turn.text),)
            )
            button.jumped.connect(self.jumped)
            inside.addWidget(button)
        for prompt in excerpt.prompts:
            inside.addWidget(
                label(f"{clock(prompt.known_at)} Prompt: {prompt.title}. {prompt.line}", look.small, quiet=True)
            )
        inside.addWidget(label(CALM_QUESTION, look.strong))
        if excerpt.before is not None:
            inside.addWidget(
                label(f"Before it, at {clock(excerpt.before.at)}: {_lower(finding_text(excerpt.before))}.", look.normal)
            )
        if excerpt.calmed is not None:
            late = (excerpt.calmed.at - spike.start) / SAMPLE_RATE
            came = f"What came at {clock(excerpt.calmed.at)}, {late:.0f} s after the tension began to rise"
            text = f"{came}: {_lower(finding_text(excerpt.calmed))}."
            inside.addWidget(label(text, look.normal))
        frame.setAccessibleName(title)
        self.column.addWidget(frame)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
