"""Train the end-of-turn model: python -m models.endturn.train [--data ../shared/data/train/mrda_train.csv.gz]

Every place where someone in the MRDA meetings stops speaking is asked about at several lengths of silence, with the words as
transcribed, as a recogniser would have heard them, and (one in three) without words. The question is whether the speaker had
finished, for a listener who waits; see `models/endturn/pauses.py`. Logistic regression with an L2 penalty by L-BFGS on the
whole set, no randomness but the seeded recognition errors. Needs the extra `train`; about three minutes of one idle core.
"""

from __future__ import annotations

import argparse
import collections
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assist.cues.finished import SILENCES_SECONDS, EndOfTurnModel, said, silent
from models.degrade import Degrader
from models.endturn.examples import Example, examples, meeting_words, vocabulary
from models.endturn.measuring import table
from models.overlap.mrda import is_kept_aside

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "assist" / "data" / "endturn" / "weights.toml"
LEAST_COUNT = 60
"""Features of the words seen at fewer pauses get no weight."""
PENALTY = 1e-4
FREE = 0.02
"""Share of the penalty for the silence and the bias."""
NO_WORDS_EVERY = 3
ITERATIONS = 100


def rows(training: Sequence[Example]) -> Iterator[tuple[dict[str, float], list[tuple[float, bool]]]]:
    """Features of the words of each pause, and (silence, finished) of each time it is asked about."""
    for number, example in enumerate(training):
        texts = [example.said, example.heard, *([""] if number % NO_WORDS_EVERY == 0 else [])]
        asked = [(s, example.pause.finished) for s in SILENCES_SECONDS if example.waiting(s)]
        for text in texts:
            yield said(text, example.turn_seconds), asked


def fit(training: Sequence[Example]) -> dict[str, float]:
    """Weights by feature name."""
    counts = collections.Counter(name for values, _ in rows(training) for name in values)
    names = ["bias", *(f"silent_from_{low:g}" for low in SILENCES_SECONDS[:-1])]
    fixed = len(names)
    names += sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    column = {name: i for i, name in enumerate(names)}
    lines, columns, values, labels = array("i"), array("i"), array("f"), array("f")
    for features, asked in rows(training):
        known = [(column[name], value) for name, value in features.items() if name in column and value]
        for seconds, finished in asked:
            here = known + [(column[name], value) for name, value in silent(seconds).items() if value]
            lines.extend([len(labels)] * len(here))
            columns.extend(i for i, _ in here)
            values.extend(value for _, value in here)
            labels.append(float(finished))
    penalty = np.full(len(names), PENALTY)
    penalty[:fixed] *= FREE
    at = np.array(lines, np.int64), np.array(columns, np.int64)
    weights = _logistic(at, np.array(values, np.float32), np.array(labels, np.float32), penalty)
    print(f"{len(labels)} questions, {len(names)} weights")
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def _logistic(
    at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    values: npt.NDArray[np.float32],
    labels: npt.NDArray[np.float32],
    penalty: npt.NDArray[np.float64],
) -> npt.NDArray[np.float32]:
    """Weights of the least log-loss plus penalty, for a sparse matrix given by its entries (row, column; value)."""
    import torch  # noqa: PLC0415  (only training needs it)

    torch.set_num_threads(1)
    shape = len(labels), len(penalty)
    matrix = torch.sparse_coo_tensor(np.stack(at), values, shape).to_sparse_csr()
    turned = torch.sparse_coo_tensor(np.stack(at[::-1]), values, shape[::-1]).to_sparse_csr()
    y, cost = torch.tensor(labels), torch.tensor(penalty, dtype=torch.float32)
    weights = torch.zeros(shape[1])
    steps = torch.optim.LBFGS([weights], max_iter=ITERATIONS, history_size=20, line_search_fn="strong_wolfe")

    def loss() -> object:
        score = matrix @ weights
        weights.grad = turned @ (torch.sigmoid(score) - y) / len(labels) + cost * weights
        return torch.nn.functional.binary_cross_entropy_with_logits(score, y) + (cost * weights * weights).sum() / 2

    steps.step(loss)
    return np.asarray(weights.numpy(), np.float32)


def main() -> None:
    """Collect, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "train" / "mrda_train.csv.gz")
    options = parser.parse_args()
    everyone = meeting_words(options.data)
    misheard = vocabulary(everyone)
    training: list[Example] = []
    aside: list[Example] = []
    for seed, (meeting, people) in enumerate(everyone.items()):
        found = examples(people, Degrader(misheard, seed=seed))
        (aside if is_kept_aside(meeting) else training).extend(found)
    print(f"{len(training)} pauses train, {len(aside)} are kept aside")
    weights = fit(training)
    head = (
        "# Made by models/endturn/train.py; see models/endturn/CARD.md. p(finished) = sigmoid(sum of weight * value)."
    )
    lines = [head, "", "[weights]", *(f'"{name}" = {w:g}' for name, w in sorted(weights.items()) if abs(w) >= 0.01)]
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(table("kept aside", aside, EndOfTurnModel(weights)))


if __name__ == "__main__":
    main()
