"""Did the agent do what the prompt on screen asked for?"""

from __future__ import annotations

from assist.events import Act, ActName, AnyEvent, CueName, SpeechEnded, SpeechStarted

_ACTS: dict[CueName, tuple[ActName, ...]] = {
    "acknowledge": ("acknowledge",),
    "ask_what_changed": ("clarify",),
    "reframe": ("reframe",),
    "offer_choices": ("offer_choices", "hand_over_choice"),
}


class Follow:
    """Watches for the one thing that satisfies a cue.

    For Pause that is a beat: the agent silent for `beat` after the prompt. For the wording cues it is the act itself, in
    words said after the prompt came up. Other cues are never seen as followed yet.

    Args:
        cue: what was asked for.
        shown: sample index at which the prompt came up.
        agent_speaking: whether the agent was speaking then.
        beat: samples of silence that count as a pause.
    """

    def __init__(self, cue: CueName, shown: int, agent_speaking: bool, beat: int) -> None:
        self._cue, self._shown, self._beat = cue, shown, beat
        self._silent_since: int | None = None if agent_speaking else shown
        self._acts = _ACTS.get(cue, ())

    def take(self, event: AnyEvent) -> bool:
        """Take an event; True if it satisfies the prompt."""
        if isinstance(event, Act):
            return event.name in self._acts and event.end > self._shown
        if isinstance(event, SpeechStarted) and event.speaker == "agent":
            self._silent_since = None
        elif isinstance(event, SpeechEnded) and event.speaker == "agent":
            self._silent_since = max(event.end, self._shown)
        return False

    def hop(self, now: int) -> bool:
        """It is `now`; True if the prompt is satisfied by silence."""
        return self._cue == "pause" and self._silent_since is not None and now - self._silent_since >= self._beat
