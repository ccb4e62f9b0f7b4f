"""A text classifier of the user's own in place of ours: any Hugging Face sequence-classification folder, with a label map.

`leap-labels.toml` in the folder says what its labels mean here:

    [labels]
    anger = "frustration"
    LABEL_3 = "distress"
    calm = "neutral"
    threshold = 0.4        # optional: the model's own score from which a label counts; 0.5 otherwise
"""

from __future__ import annotations

import tomllib
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.cues.classifier import CallerReading, Reader
from assist.events import ActName, CallerKind

LABELS = "leap-labels.toml"
KINDS: tuple[CallerKind, ...] = typing.get_args(CallerKind)


class TextModelError(Exception):
    """A text model cannot be used; the message names the folder and the remedy."""


class UserModelReader:
    """Implements `Reader` with transformers and torch (extra `train`), for the caller's feelings; the rest stays with another.

    Args:
        folder: the model's folder, with its tokeniser and `leap-labels.toml`.
        rest: reads situations, safety words and the agent's side.

    Raises:
        TextModelError: a part is missing or broken.
    """

    name = "user-model"

    def __init__(self, folder: Path, rest: Reader) -> None:
        self._rest = rest
        self._kinds, self._threshold = _labels(folder)
        try:
            import torch  # noqa: PLC0415  (an extra)
            from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415
        except ImportError as error:
            raise TextModelError(
                f"--text-model {folder} needs transformers and torch: install them with pip install 'leap-assist[train]'."
            ) from error
        torch.set_num_threads(1)
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(
                str(folder), local_files_only=True
            ).eval()
        except Exception as error:
            raise TextModelError(
                f"{folder} holds no sequence-classification model that transformers can load "
                f"({str(error).splitlines()[0] if str(error) else type(error).__name__})."
            ) from error
        self._names: dict[int, str] = {int(k): str(v) for k, v in self._model.config.id2label.items()}
        unknown = sorted(set(self._kinds) - set(self._names.values()))
        if unknown:
            known = ", ".join(self._names.values())
            raise TextModelError(f"{folder / LABELS}: the model has no label {unknown[0]!r}; its labels are {known}.")
        self._torch = torch

    def read_caller(self, text: str) -> CallerReading:
        """See `CallerReader`."""
        rest = self._rest.read_caller(text)
        if not any(character.isalnum() for character in text):
            return rest
        encoded = self._tokenizer(text, return_tensors="pt", truncation=True, max_length=128)
        with self._torch.no_grad():
            logits = self._model(**encoded).logits[0]
        several = self._model.config.problem_type == "multi_label_classification"
        scores = (self._torch.sigmoid(logits) if several else self._torch.softmax(logits, 0)).tolist()
        kinds: dict[CallerKind, float] = dict.fromkeys(KINDS, 0.0)
        for number, score in enumerate(scores):
            kind = self._kinds.get(self._names[number])
            if kind is not None:
                # Several labels of one kind share its probability where only one can hold.
                kinds[kind] = max(kinds[kind], score) if several else kinds[kind] + score
        read = {kind: _around(score, self._threshold) for kind, score in kinds.items()}
        read["neutral"] = 1.0 - max(score for kind, score in read.items() if kind != "neutral")
        return CallerReading(kinds=read, situations=rest.situations, safety=rest.safety)

    def read_agent(self, text: str) -> Mapping[ActName, float]:
        """See `AgentReader`."""
        return self._rest.read_agent(text)


def _around(score: float, threshold: float) -> float:
    """The score with its threshold moved to 0.5, evenly on both sides."""
    if score < threshold:
        return 0.5 * score / threshold
    return 0.5 + 0.5 * (score - threshold) / max(1.0 - threshold, 1e-6)


def _labels(folder: Path) -> tuple[dict[str, CallerKind], float]:
    path = folder / LABELS
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["labels"]
    except OSError as error:
        raise TextModelError(
            f'{path} cannot be read: it must say which kind each label means, for example [labels] anger = "frustration".'
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise TextModelError(f"{path} must be TOML with a table [labels].") from error
    threshold = table.pop("threshold", 0.5)
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0.0 < threshold < 1.0:
        raise TextModelError(f"{path}: threshold must be a number between 0 and 1.")
    for label, kind in table.items():
        if kind not in KINDS:
            raise TextModelError(f"{path}: {label} = {kind!r} is no kind; the kinds are {', '.join(KINDS)}.")
    if not any(kind != "neutral" for kind in table.values()):
        raise TextModelError(f"{path}: [labels] maps no label to a kind other than neutral.")
    return table, float(threshold)
