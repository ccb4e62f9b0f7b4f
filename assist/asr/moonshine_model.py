"""The Moonshine network itself: encoder and decoder under onnxruntime on one thread, and its token list.

The files are those that the moonshine-voice wheel carries. They are run here rather than through the wheel's own
library because that one spins two threads while it decodes: 1.1 CPU seconds for 12 s of speech against 0.25 here, with
the same words; and because the decoder's probabilities are worth having (confidence, an end to loops).

Decoding is greedy, one token a step, with the keys and values of earlier steps kept. Checking several tokens of the
previous hypothesis in one step was tried: the weights are quantised with scales taken from each step's own input, so
results changed in one clip of five, for a fifth of the time. Not worth it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.asr.engine import RecognitionError
from assist.events import SAMPLE_RATE
from assist.speech.network import open_network

ENCODER, DECODER, TOKENS = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"
_BEGIN, _END = 1, 2
_WORD_MARK = "\u2581"
"""Sentence-piece mark in front of a token that begins a word."""
_TOKENS_PER_SECOND = 8.0
"""More than that nobody says: a limit on loops."""
_FIRST_TEXT_TOKEN, _LAST_TEXT_TOKEN = 3, 32_000
_LOOP_PERIODS = 4
_LONGEST_LOOP_TOKENS = 12

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Tokens of a clip and how sure the model was of each."""

    tokens: tuple[int, ...]
    probabilities: tuple[float, ...]


class MoonshineModel:
    """Sessions and tokens of one model folder. Not thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Args:
            folder: holds encoder_model.ort, decoder_model_merged.ort and tokenizer.bin.

        Raises:
            RecognitionError: a file is missing or is not what it should be.
        """
        for name in (ENCODER, DECODER, TOKENS):
            if not (folder / name).is_file():
                raise RecognitionError(
                    f"the Moonshine model in {folder} lacks {name}: reinstall it with "
                    "pip install --force-reinstall moonshine-voice==0.0.63"
                )
        try:
            self._pieces = _read_pieces((folder / TOKENS).read_bytes())
            self._encoder = open_network(folder / ENCODER)
            self._decoder = open_network(folder / DECODER)
        except Exception as error:
            raise RecognitionError(
                f"the Moonshine model in {folder} is damaged: reinstall it with "
                "pip install --force-reinstall moonshine-voice==0.0.63"
            ) from error
        self._outputs = [output.name for output in self._decoder.get_outputs()]
        self._caches = [i.name for i in self._decoder.get_inputs() if i.name.startswith("past_key_values")]
        heads, width = next((i.shape[1], i.shape[3]) for i in self._decoder.get_inputs() if i.name == self._caches[0])
        self._empty: Floats = np.zeros((1, heads, 0, width), np.float32)

    def decode(self, audio: Floats) -> Decoded:
        """Most likely tokens for a clip.

        Args:
            audio: float32 in -1..1, shape (n,), 16 kHz, at least 0.1 s.
        """
        mask = np.ones((1, len(audio)), np.int64)
        hidden = self._encoder.run(None, {"input_values": audio[None], "attention_mask": mask})[0]
        feed = {
            **dict.fromkeys(self._caches, self._empty),
            "encoder_attention_mask": mask,
            "encoder_hidden_states": hidden,
        }
        tokens: list[int] = []
        probabilities: list[float] = []
        last = _BEGIN
        for step in range(int(len(audio) / SAMPLE_RATE * _TOKENS_PER_SECOND) + 2):
            feed |= {"input_ids": np.array([[last]]), "use_cache_branch": np.array([step > 0])}
            found = dict(zip(self._outputs, self._decoder.run(None, feed), strict=True))
            logits = found["logits"][0, -1]
            last = int(logits.argmax())
            if last == _END:
                break
            tokens.append(last)
            probabilities.append(float(1.0 / np.exp(logits - logits[last]).sum()))
            if _loops(tokens):
                break
            for name in self._caches:
                # Keys and values of the encoder are computed in the first step only.
                if step == 0 or ".decoder." in name:
                    feed[name] = found[name.replace("past_key_values", "present")]
        return Decoded(tuple(tokens), tuple(probabilities))

    def words(self, decoded: Decoded) -> list[tuple[str, float]]:
        """Words and their confidence: that of the least certain token."""
        words: list[tuple[bytes, float]] = []
        mark = _WORD_MARK.encode()
        for token, probability in zip(decoded.tokens, decoded.probabilities, strict=True):
            if not _FIRST_TEXT_TOKEN <= token < min(_LAST_TEXT_TOKEN, len(self._pieces)):
                continue
            piece = self._pieces[token]
            if piece.startswith(mark) or not words:
                words.append((piece.replace(mark, b""), probability))
            else:
                text, least = words[-1]
                words[-1] = (text + piece.replace(mark, b""), min(least, probability))
        return [(text.decode("utf-8", "ignore").strip(), confidence) for text, confidence in words if text.strip()]


def _loops(tokens: Sequence[int]) -> bool:
    """Does the tail say the same thing over and over?"""
    for period in range(1, _LONGEST_LOOP_TOKENS + 1):
        span = period * _LOOP_PERIODS
        if len(tokens) >= span + period and tokens[-span:] == tokens[-span - period : -period]:
            return True
    return False


def _read_pieces(data: bytes) -> list[bytes]:
    """Token list: per token a length (one byte, or two from 128 on: low part plus 128 times the second) and bytes."""
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128:
            length = length - 128 + 128 * data[at]
            at += 1
        pieces.append(data[at : at + length])
        at += length
    if at != len(data) or len(pieces) <= _END:
        raise ValueError("the token list is cut short")
    return pieces
