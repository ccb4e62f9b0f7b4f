"""The same call over worse lines: telephone band, noise, lost packets. Times never move."""

from __future__ import annotations

import numpy as np

from assist.timeline.frame import Samples
from tests.calls.line import PACKET, LineConditions, apply_line
from tests.calls.sound import Sound, active_level_db, db_to_gain, limited
from tests.calls.speaking import REFERENCE_LEVEL_DB

LOSS_PERCENT = 3.0
CLEAN = "clean"
LOST_SILENT, LOST_REPEATED = "3 % lost, silence", "3 % lost, repeat"
LINES: dict[str, LineConditions] = {
    "telephone": LineConditions(telephone=True),
    **{
        f"{noise} {snr_db:.0f} dB": LineConditions(noise=noise, snr_db=snr_db)
        for noise in ("babble", "pink")
        for snr_db in (20.0, 10.0, 5.0)
    },
    LOST_SILENT: LineConditions(packet_loss_percent=LOSS_PERCENT),
    LOST_REPEATED: LineConditions(packet_loss_percent=LOSS_PERCENT),
}
CONDITIONS = (CLEAN, *LINES)


def through(condition: str, audio: Samples, seed: int) -> Samples:
    """A call, int16 of shape (n, 2), as it arrives under a condition.

    Both sides are brought to the recipe's level first, so that a signal-to-noise ratio is what it says.
    """
    if condition == CLEAN:
        return audio
    sound: Sound = audio.astype(np.float32) / 32768.0
    for column in (0, 1):
        sound[:, column] *= db_to_gain(REFERENCE_LEVEL_DB - active_level_db(sound[:, column]))
    heard = apply_line(sound, LINES[condition], np.random.default_rng(seed))
    if condition == LOST_REPEATED:
        heard = _repeated(heard)
    return np.rint(limited(heard) * 32767).astype(np.int16)


def _repeated(heard: Sound) -> Sound:
    """Put the packet before in place of every lost one. Only lost packets are silent: a line always has its noise."""
    result = heard.copy()
    for start in range(PACKET, len(result), PACKET):
        packet = result[start : start + PACKET]
        for column in (0, 1):
            if not packet[:, column].any():
                packet[:, column] = result[start - PACKET : start, column][: len(packet)]
    return result
