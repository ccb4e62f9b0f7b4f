"""Did the agent do what the prompt on screen asked for?"""

from __future__ import annotations

from assist.events import SAMPLE_RATE, Act, ActName, AnyEvent, CueName, Pace, Speaker, SpeechEnded, SpeechStarted

LET_IN = SAMPLE_RATE
"""Samples that the caller must speak alone to have been let in."""

_ACTS: dict[CueName, tuple[ActName, ...]] = {
    "acknowledge": ("acknowledge",),
    "ask_what_changed": ("clarify",),
    "reframe": ("reframe",),
    "offer_choices": ("offer_choices", "hand_over_choice"),
}


class Follow:
    """Watches for the one thing that satisfies a cue.

    Pause: the agent silent for `beat` after the prompt. Let them in: the caller speaking alone for a second. Check in:
    somebody begins to speak. Slow down: pace measured anew and no longer fast. The wording cues: the act itself, in words
    said after the prompt came up. Safety is never seen as followed.

    Args:
        cue: what was asked for.
        shown: sample index at which the prompt came up.
        agent_speaking: whether the agent was speaking then.
        beat: samples of silence that count as a pause.
    """

    def __init__(self, cue: CueName, shown: int, agent_speaking: bool, beat: int) -> None:
        self._cue, self._shown, self._beat = cue, shown, beat
        self._agent_silent_since: int | None = None if agent_speaking else shown
        self._caller_speaks_since: int | None = None
        self._acts = _ACTS.get(cue, ())

    def take(self, event: AnyEvent) -> bool:
        """Take an event; True if it satisfies the prompt."""
        if isinstance(event, Act):
            return event.name in self._acts and event.end > self._shown
        if isinstance(event, Pace):
            return self._cue == "slow_down" and event.speaker == "agent" and event.at > self._shown and not event.fast
        if isinstance(event, SpeechStarted):
            self._spoken(event.speaker, event.start, speaking=True)
            return self._cue == "check_in"
        if isinstance(event, SpeechEnded):
            self._spoken(event.speaker, event.end, speaking=False)
        return False

    def hop(self, now: int) -> bool:
        """It is `now`; True if the prompt is satisfied by who is silent and who speaks."""
        due = self.due()
        return due is not None and now >= due

    def due(self) -> int | None:
        """The next moment at which silence or speech alone satisfies it, in samples; None if nothing is under way."""
        if self._agent_silent_since is None:
            return None
        if self._cue == "pause":
            return self._agent_silent_since + self._beat
        if self._cue == "let_them_in" and self._caller_speaks_since is not None:
            return max(self._agent_silent_since, self._caller_speaks_since) + LET_IN
        return None

    def _spoken(self, speaker: Speaker, moment: int, *, speaking: bool) -> None:
        if speaker == "agent":
            self._agent_silent_since = None if speaking else max(moment, self._shown)
        else:
            self._caller_speaks_since = max(moment, self._shown) if speaking else None
