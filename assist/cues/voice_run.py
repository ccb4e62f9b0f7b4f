"""How much one side has really said, when short pauses are bridged: a word of listening, or a reply?"""

from __future__ import annotations

from assist.events import SpeechEnded, SpeechStarted


class VoiceRun:
    """Stretches of speech of one side, joined over short pauses.

        voice   ===...==                ======
                ^start  ^end    gap     ^start of the next run
        voiced  0.3 + 0.2 s

    Args:
        gap: samples; a silence of this length begins a new run.
    """

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._before = 0
        self._open: int | None = None
        self.start: int | None = None
        """Start of the run; None before the first one."""
        self.end = 0
        """End of its last closed stretch."""

    @property
    def speaking(self) -> bool:
        """Is a stretch running?"""
        return self._open is not None

    def take(self, event: SpeechStarted | SpeechEnded) -> None:
        """Take an event of this side. An end without a beginning belongs to what came before and is ignored."""
        if isinstance(event, SpeechStarted):
            if self.start is None or event.start - self.end >= self._gap:
                self.start, self._before = event.start, 0
            self._open = event.start
        elif self._open is not None:
            self._before += event.end - self._open
            self._open, self.end = None, event.end

    def voiced(self, until: int) -> int:
        """Samples of voice in the run, a running stretch counted up to `until`."""
        return self._before + (0 if self._open is None else max(until - self._open, 0))

    def over(self, now: int) -> bool:
        """True if what follows would be another run."""
        return self._open is None and now - self.end >= self._gap
