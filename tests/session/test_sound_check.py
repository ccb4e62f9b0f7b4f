"""The sound check of the first start: what it says of good and bad set-ups, made from the shipped call."""

from __future__ import annotations

import numpy as np
import pytest

from assist.capture.devices import Device
from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE, Gap, Trouble
from assist.profile.schema import SpeakerBleed
from assist.session.call_files import open_sound, stereo_frames
from assist.session.ears import Bench, LiveEars
from assist.session.sound_check import SAY_SECONDS, Verdict
from assist.timeline.frame import Samples, StereoFrame

CALL = np.concatenate([frame.audio for frame in stereo_frames(open_sound(demo_call()))])[: 60 * SAMPLE_RATE]


def voice(column: int, seconds: float) -> Samples:
    """A side of the shipped call, silences cut out."""
    side = CALL[:, column]
    blocks = side[: len(side) // 1600 * 1600].reshape(-1, 1600)
    loud = blocks[np.abs(blocks).max(axis=1) > 800].reshape(-1)
    return np.asarray(np.resize(loud, round(seconds * SAMPLE_RATE)), np.int16)


def scene(you: bool = True, caller: bool = True, leak_db: float | None = None, noise: float = 3.0) -> Samples:
    """Ten seconds: first you, then the caller; how much of the caller reaches your microphone."""
    border, end = round(SAY_SECONDS * SAMPLE_RATE), 10 * SAMPLE_RATE
    audio = np.random.default_rng(3).normal(0, noise, (end, 2))
    if you:
        audio[4000:border, 0] += voice(0, 10)[4000:border]
    if caller:
        played = voice(1, 10)[: end - border]
        audio[border:, 1] += played
        if leak_db is not None:
            audio[border + 480 :, 0] += played[:-480] * 10 ** (leak_db / 20)
    return np.clip(np.rint(audio), -32768, 32767).astype(np.int16)


def judged(audio: Samples, block: int = 777) -> tuple[Verdict, ...]:
    bench = Bench(SpeakerBleed())
    bench.begin_check()
    whole = np.concatenate([audio, np.zeros((SAMPLE_RATE, 2), np.int16)])
    for start in range(0, len(whole), block):
        bench.take(StereoFrame(start, whole[start : start + block]))
    assert bench.heard().phase == "done" and bench.heard().check_seconds == pytest.approx(10.0, abs=0.04)
    return bench.heard().verdicts


def states(audio: Samples) -> list[str]:
    return [verdict.state for verdict in judged(audio)]


def test_a_headset_and_two_voices_are_good() -> None:
    assert states(scene()) == ["good", "good", "good"]
    assert judged(scene(), 16_000) == judged(scene(), 500)


def test_a_noisy_room_is_not_taken_for_a_voice() -> None:
    assert states(scene(you=False, noise=60.0))[0] == "bad"
    assert states(scene(noise=60.0))[:2] == ["good", "good"]


def test_who_is_not_heard_is_said() -> None:
    assert states(scene(you=False, caller=False)) == ["bad", "bad", "unknown"]
    assert states(scene(you=False)) == ["bad", "good", "good"]
    assert states(scene(caller=False)) == ["good", "bad", "unknown"]
    assert states(np.zeros((10 * SAMPLE_RATE, 2), np.int16)) == ["bad", "bad", "unknown"]


def test_a_loudspeaker_is_noticed() -> None:
    assert states(scene(leak_db=-3.0))[2] == "bad"
    assert states(scene(leak_db=-25.0))[2] == "attention"
    assert "use a headset" in judged(scene(leak_db=-3.0))[2].text


def test_one_sound_on_both_sides_is_the_wrong_source() -> None:
    audio = scene()
    both = audio[:, [0, 0]] // 2 + audio[:, [1, 1]] // 2
    assert "one and the same sound" in judged(both)[2].text and states(both)[2] == "bad"


def test_your_own_voice_in_the_output_is_noticed() -> None:
    audio = scene()
    audio[800:, 1] += (audio[:-800, 0] * 0.5).astype(np.int16)
    assert "Your own voice" in judged(audio)[2].text


def test_troubles_come_and_go() -> None:
    bench = Bench(SpeakerBleed())
    lost = Trouble(at=0, known_at=0, what="device_lost", since=0, speaker="agent", message="It is gone.")
    bench.take(lost)
    bench.take(Gap(at=0, known_at=0, speaker="agent", start=0, end=10, why="device_lost"))
    bench.take(Trouble(at=0, known_at=0, what="one_channel", since=0, speaker="customer", message="No caller."))
    assert bench.heard().complaints == {"agent": "It is gone."} and bench.heard().verdicts == ()
    bench.take(Trouble(at=9, known_at=9, what="device_lost", since=0, until=9, speaker="agent"))
    assert bench.heard().complaints == {}


class Played:
    """Gives one loud frame, then nothing."""

    def __init__(self, log: list[str]) -> None:
        self._log = log
        self._left = [StereoFrame(0, np.full((1024, 2), 20_000, np.int16))]

    def start(self) -> None:
        self._log.append("start")

    def read(self, timeout_seconds: float) -> list[StereoFrame]:
        left, self._left = self._left, []
        return left

    def stop(self) -> bool:
        self._log.append("stop")
        return True


def test_devices_are_closed_before_others_open_and_at_the_end() -> None:
    log: list[str] = []
    device = Device("microphone", "headset", "Headset", "PulseAudio", 1, 48_000, "pulse_microphone", "headset")

    def opened(microphone: Device | None, output: Device | None) -> Played:
        log.append(f"open {microphone and microphone.name}")
        return Played(log)

    ears = LiveEars(SpeakerBleed(), lambda: [device], opened)
    ears.look()
    ears.listen(device, None)
    ears.listen(None, device)
    ears.listen(None, None)
    ears.close()
    assert log == ["open headset", "start", "stop", "open None", "start", "stop"]
    assert ears.heard().devices == (device,)
