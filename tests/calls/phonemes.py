"""English text to Kokoro tokens, and which tokens belong to which word. Uses the text front end of hibari-tts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.calls.script import ScriptError

MERGE_BELOW_CHARACTERS = 220
FIXED_READINGS = re.compile(r"\b(?:(?P<uh_huh>[Uu]h-huh)|(?P<um>[Uu]mm?)|(?P<no>[Nn]o)(?=\.(?!\s*\d)))(?!\w)")
"""Fillers that the lexicon spells out, and "no." which it takes for "number"."""
STRESS = "\u02c8"
"""Primary stress in the model's phoneme alphabet (a vertical line, easily taken for a quote)."""
AMERICAN = {"uh_huh": f"ʌh{STRESS}ʌ", "um": f"{STRESS}ʌm", "no": f"n{STRESS}O"}
BRITISH = {**AMERICAN, "no": f"n{STRESS}Q"}


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A word and its tokens: first, and one after the last."""

    word: str
    first: int
    end: int


class FrontEnd:
    """Text to tokens, for both accents.

    Raises:
        ScriptError: hibari-tts is not installed.
    """

    def __init__(self) -> None:
        try:
            from hibari import tts
            from hibari.g2p import G2P
            from hibari.g2p.normalize import normalize
        except ModuleNotFoundError as error:
            raise ScriptError(
                f"the text front end is not installed ({error}); run: pip install -e '.[calls]'."
            ) from None
        self.vocabulary: dict[str, int] = json.loads((Path(tts.ASSETS) / "vocab.json").read_text(encoding="utf-8"))
        self._sentences = tts.Hibari.split_sentences
        self._normalize = normalize
        self._make_g2p = G2P
        self._g2p: dict[bool, Any] = {}

    def chunks(self, text: str) -> list[str]:
        """Sentences, neighbours merged so that they share an intonation but stay in the model's best range."""
        merged: list[str] = []
        for sentence in self._sentences(text):
            if merged and len(merged[-1]) + len(sentence) < MERGE_BELOW_CHARACTERS:
                merged[-1] += " " + sentence
            else:
                merged.append(sentence)
        return merged

    def tokens(self, text: str, *, british: bool) -> tuple[list[int], list[TokenSpan]]:
        """Token numbers of a chunk, and the span of every word in them."""
        readings = BRITISH if british else AMERICAN
        marked = FIXED_READINGS.sub(lambda match: f"[{match[0]}](/{readings[str(match.lastgroup)]}/)", text)
        if british not in self._g2p:
            self._g2p[british] = self._make_g2p(british=british)
        g2p = self._g2p[british]
        numbers: list[int] = []
        spans: list[TokenSpan] = []
        word, first, end = "", -1, -1
        for piece in g2p.phonemize_tokens(g2p.tokenize(self._normalize(marked))):
            symbols = [symbol for symbol in piece.phonemes or "" if symbol in self.vocabulary]
            sounding = [len(numbers) + place for place, symbol in enumerate(symbols) if symbol.isalpha()]
            numbers += [self.vocabulary[symbol] for symbol in symbols]
            word += piece.text
            if sounding:
                first = sounding[0] if first < 0 else first
                end = sounding[-1] + 1
            if piece.whitespace:
                numbers.append(self.vocabulary[" "])
                if first >= 0:
                    spans.append(TokenSpan(_bare(word), first, end))
                word, first, end = "", -1, -1
        if first >= 0:
            spans.append(TokenSpan(_bare(word), first, end))
        return numbers, spans


def _bare(word: str) -> str:
    """Without the punctuation around it."""
    return re.sub(r"^\W+|\W+$", "", word)
