"""Which cues cannot be given just now, and why: the program says "unavailable" instead of guessing."""

from __future__ import annotations

from collections.abc import Mapping

from assist.events import SPEAKERS, AnyEvent, Availability, Bleed, CueName, Speaker, Trouble

Need = str
"""`agent`, `customer` (their audio), `words` (recognition), `sides` (one voice a channel), `turns` (no loud leak either)."""

NEEDS: Mapping[CueName, frozenset[Need]] = {
    "pause": frozenset({"agent", "customer", "sides", "turns"}),
    "acknowledge": frozenset({"agent", "customer", "sides", "words"}),
    "ask_what_changed": frozenset({"agent", "customer", "sides", "words"}),
    "reframe": frozenset({"agent", "sides", "words"}),
    "offer_choices": frozenset({"agent", "sides", "words"}),
    "slow_down": frozenset({"agent", "sides", "words"}),
    "let_them_in": frozenset({"agent", "customer", "sides"}),
    "check_in": frozenset({"agent", "customer"}),
    "safety": frozenset({"customer", "words"}),
}
"""What each cue needs in order not to guess."""

_SILENCING = {"no_audio", "device_lost", "device_busy", "no_permission", "wrong_source", "one_channel"}
_MIXED: Mapping[str, tuple[tuple[Need, ...], str]] = {
    "mixed_channel": (("sides", "turns"), "both voices are on one channel"),
    "mixed_overlaps": (("turns",), "both voices are on one channel, where overlaps cannot be heard"),
}
_WORDLESS = {"recognition_restarting", "recognition_off"}
_LEAKS: Mapping[Speaker, str] = {
    "customer": "the caller is heard in your microphone: use a headset",
    "agent": "your own voice is heard in the call audio: turn sidetone off",
}
_SAME_SOUND = "both channels carry the same sound"
_NAMES: Mapping[Speaker, str] = {"agent": "your microphone", "customer": "the caller"}


class AvailabilityStage:
    """Follows troubles and bleed and tells which cues they take away, once each way.

    Args:
        engine: name of the recognition engine; `none` means that every cue that needs words is off.
    """

    def __init__(self, engine: str) -> None:
        self._missing: dict[tuple[Need, str], str] = {}
        if engine == "none":
            self._missing["words", "none"] = "recognition is off"
        self._leaking: dict[Speaker, bool] = dict.fromkeys(SPEAKERS, False)
        self._off: dict[CueName, str] = {}
        self._told = False
        """Nothing has changed since the last answer."""

    def hop(self, events: list[AnyEvent], now: int) -> list[AnyEvent]:
        """Take the events of one hop."""
        for event in events:
            if isinstance(event, Trouble):
                self._take(event)
            elif isinstance(event, Bleed):
                self._leaks(event)
            else:
                continue
            self._told = False
        if self._told:
            return []
        self._told = True
        off: dict[CueName, str] = {}
        for cue, needs in NEEDS.items():
            why = next((why for (need, _), why in self._missing.items() if need in needs), None)
            if why is not None:
                off[cue] = why
        if off.keys() == self._off.keys():
            return []
        out: list[AnyEvent] = []
        for why in dict.fromkeys(off.values()):
            gone = tuple(cue for cue in off if off[cue] == why and cue not in self._off)
            if gone:
                out.append(Availability(at=now, known_at=now, cues=gone, available=False, why=why))
        back = tuple(cue for cue in self._off if cue not in off)
        if back:
            out.append(Availability(at=now, known_at=now, cues=back, available=True, why=""))
        self._off = off
        return out

    def _take(self, event: Trouble) -> None:
        if event.what in _WORDLESS:
            needs: list[Need] = ["words"]
            why = "recognition is restarting" if event.what == "recognition_restarting" else "recognition is off"
        elif event.what in _SILENCING:
            needs = [*(SPEAKERS if event.speaker is None else (event.speaker,))]
            why = "no audio from " + " and ".join(_NAMES[speaker] for speaker in SPEAKERS if speaker in needs)
        elif event.what in _MIXED:
            mixed, why = _MIXED[event.what]
            needs = [*mixed]
        else:
            return
        for need in needs:
            if event.until is None:
                self._missing[need, event.what] = why
            else:
                self._missing.pop((need, event.what), None)

    def _leaks(self, event: Bleed) -> None:
        self._leaking[event.speaker] = event.state == "high"
        both = all(self._leaking.values())
        for speaker, high in self._leaking.items():
            self._miss("turns", speaker, _SAME_SOUND if both else _LEAKS[speaker] if high else None)
        self._miss("sides", "both", _SAME_SOUND if both else None)

    def _miss(self, need: Need, what: str, why: str | None) -> None:
        if why is None:
            self._missing.pop((need, what), None)
        else:
            self._missing[need, what] = why
