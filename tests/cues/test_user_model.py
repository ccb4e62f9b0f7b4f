"""A classifier of the user's own: loaded from a folder, mapped by a file, told in one sentence when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.cues.rules import RuleReader
from assist.cues.user_model import LABELS, TextModelError, UserModelReader

transformers = pytest.importorskip("transformers")

MAP = '[labels]\nanger = "frustration"\nsad = "distress"\ncalm = "neutral"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny classifier with random weights."""
    path = tmp_path_factory.mktemp("classifier")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "i", "can", "not", "pay", "this", "thanks"]
    (path / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    transformers.BertTokenizerFast(str(path / "vocab.txt")).save_pretrained(str(path))
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label={0: "anger", 1: "sad", 2: "calm"}, label2id={"anger": 0, "sad": 1, "calm": 2},
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(str(path))
    return path


def test_its_labels_become_kinds(folder: Path) -> None:
    (folder / LABELS).write_text(MAP, encoding="utf-8")
    reading = UserModelReader(folder, RuleReader()).read_caller("i can not pay this")
    assert set(reading.kinds) >= {"frustration", "distress", "neutral"}
    assert all(0.0 <= p <= 1.0 for p in reading.kinds.values())
    assert reading.kinds["shame"] == 0.0


def test_an_empty_line_is_read_too(folder: Path) -> None:
    (folder / LABELS).write_text(MAP, encoding="utf-8")
    assert UserModelReader(folder, RuleReader()).read_caller("").kinds["neutral"] == 1.0


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "must say which kind each label means"),
        ("labels", "must be TOML"),
        ("[other]\n", "table"),
        ('[labels]\nanger = "rage"\n', "no kind"),
        ('[labels]\nrage = "frustration"\n', "no label 'rage'"),
        ('[labels]\ncalm = "neutral"\n', "no label to a kind other than neutral"),
        ('[labels]\nanger = "frustration"\nthreshold = 2\n', "between 0 and 1"),
    ],
)
def test_a_wrong_map_is_told(folder: Path, content: str | None, what: str) -> None:
    (folder / LABELS).unlink(missing_ok=True)
    if content is not None:
        (folder / LABELS).write_text(content, encoding="utf-8")
    with pytest.raises(TextModelError, match=what):
        UserModelReader(folder, RuleReader())


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    (tmp_path / LABELS).write_text(MAP, encoding="utf-8")
    with pytest.raises(TextModelError, match="holds no sequence-classification model"):
        UserModelReader(tmp_path, RuleReader())
