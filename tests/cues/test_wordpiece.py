"""The tokeniser gives the numbers of the original one, on a small vocabulary and all kinds of text."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.cues.wordpiece import WordPiece

VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pay", "##ment", "##s", "my", "i", "can", "'", "t", "cafe", "un",
    "##able", *string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase), *string.digits,
    *string.punctuation, "€", "日",
]  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    path.write_text("\n".join(dict.fromkeys(VOCABULARY)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def original(vocabulary: Path) -> Any:
    transformers = pytest.importorskip("transformers")
    return transformers.BertTokenizerFast(str(vocabulary), do_lower_case=True)


@pytest.mark.parametrize(
    "text",
    [
        "I can't make my payments!", "Café UNABLE", "", "   ", "日本 pay€s", "a\u200bb\tc\nd", "x" * 120,
        "naïve—dash… “quotes”", "İstanbul ﬁne ½", "e\u0301clair", "#1 £20.50 (twice)",
    ],
)  # fmt: skip
def test_known_lines(vocabulary: Path, original: Any, text: str) -> None:
    assert WordPiece.of(vocabulary, 64).numbers(text) == original(text, truncation=True, max_length=64)["input_ids"]


@given(
    st.text(
        alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=["Cs", "Cn"], exclude_characters="["),
        max_size=60,
    )
)
def test_any_line(vocabulary: Path, original: Any, text: str) -> None:
    assert WordPiece.of(vocabulary, 24).numbers(text) == original(text, truncation=True, max_length=24)["input_ids"]
