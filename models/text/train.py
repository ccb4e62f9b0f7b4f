"""Train the text model: python -m models.text.train [--epochs 3] [--out .cache/text]

Fine-tunes the small encoder `minilm-l6` (models/manifest.toml) on GoEmotions, on our own caller lines (models/text/lines)
and on ordinary support-chat turns, all heads at once, each line cased, bare or misheard by chance. Seeded; checkpoints within
an epoch, and the same command goes on from the last one. About an hour on two idle cores.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

from assist.modelstore import ModelStore
from models.degrade import Degrader
from models.text.corpus import training_examples
from models.text.data import Augmenter, Example, batches
from models.text.heads import HEADS
from models.text.network import TextNetwork

ROOT = Path(__file__).parents[2]
BASE = "minilm-l6"
MOST_TOKENS = 64
BATCH = 48
RATE = 2e-4
HEAD_RATE = 1e-3
WARM_UP = 0.06
KEEP_MEANING = 0.5
"""Weight of keeping the embedding where the untrained encoder has it."""
AVERAGE = 0.998
"""Decay of the running average of the weights, which is what is exported."""
HEAD_WEIGHTS = {"emotion": 1.0, "kind": 1.0, "situation": 0.6, "safety": 1.0, "act": 1.2}
CHECKPOINT_EVERY = 250
"""Batches between checkpoints."""


def vocabulary(examples: Sequence[Example]) -> list[tuple[str, int]]:
    """Words to mishear into."""
    return collections.Counter(w for e in examples for w in e.text.lower().split()).most_common(6000)


def targets(examples: Sequence[Example]) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """By head: what holds, float (batch, classes), and how much each line counts, float (batch, 1)."""
    found = {}
    for head in HEADS:
        holds = torch.zeros(len(examples), len(head.classes))
        counts = torch.zeros(len(examples), 1)
        for row, example in enumerate(examples):
            names = example.targets.get(head.name)
            if names is None:
                continue
            counts[row] = example.weight
            for name in names:
                holds[row, head.classes.index(name)] = 1.0
        found[head.name] = (holds, counts)
    return found


def loss_of(outputs: Sequence[torch.Tensor], examples: Sequence[Example]) -> torch.Tensor:
    """Binary cross-entropy summed over classes, averaged over the lines that teach a head, summed over heads."""
    total = torch.zeros(())
    for head, logits in zip(HEADS, outputs, strict=True):
        holds, counts = targets(examples)[head.name]
        if counts.sum() == 0:
            continue
        per_class = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), holds, reduction="none")
        total = total + HEAD_WEIGHTS[head.name] * (per_class * counts).sum() / len(examples)
    return total


class Training:
    """One run, which can be stopped and gone on with.

    Args:
        base: folder of the untrained encoder.
        out: where checkpoints go.
        examples: to learn from.
        epochs: how often all of them are seen.
        seed: of everything random.
        rate: highest learning rate of the encoder; that of the heads goes with it.
    """

    def __init__(
        self, base: Path, out: Path, examples: Sequence[Example], epochs: int, seed: int = 7, rate: float = RATE
    ) -> None:
        torch.manual_seed(seed)
        self.rates = (rate, HEAD_RATE * rate / RATE)
        self.out, self.examples, self.epochs, self.seed = out, examples, epochs, seed
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(base))
        self.network = TextNetwork(base)
        self.meanings = self._meanings(base)
        # The word table is half of the weights and hardly moves in so few steps; leaving it saves a third of the time.
        self.network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.moving = [(self.average[n], p) for n, p in self.network.named_parameters() if p.requires_grad]
        heads = [p for n, p in self.network.named_parameters() if not n.startswith("encoder.")]
        body = [p for n, p in self.network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [{"params": group, "lr": peak} for group, peak in zip((body, heads), self.rates, strict=True)],
            weight_decay=0.01,
        )
        self.per_epoch = len(list(batches([1] * len(examples), BATCH, seed)))
        self.step = 0

    @property
    def checkpoint(self) -> Path:
        """The one file that holds all of the state."""
        return self.out / "checkpoint.pt"

    def start_from(self, trained: Path, mixed_with: Path | None = None) -> None:
        """Go on from weights that an earlier version was exported from; a head they lack starts anew.

        Half-way between two trained networks, of which one went on from the other, is a better place to begin than either:
        https://arxiv.org/abs/2203.05482 calls it a model soup.
        """
        known = torch.load(trained, weights_only=True)
        if mixed_with is not None:
            other = torch.load(mixed_with, weights_only=True)
            known |= {n: (known[n] + other[n]) / 2 for n in known if n in other and known[n].is_floating_point()}
        self.network.load_state_dict(known, strict=False)
        for name, value in self.network.state_dict().items():
            self.average[name].copy_(value)

    def resume(self) -> None:
        """Go on where an earlier run stopped, if there was one."""
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]
            for name, value in state["average"].items():
                self.average[name].copy_(value)

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(),
                 "average": self.average, "step": self.step}  # fmt: skip
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def run(self) -> None:
        """Train to the end."""
        last = self.per_epoch * self.epochs
        began, seen = time.monotonic(), 0.0
        while self.step < last:
            epoch = self.step // self.per_epoch
            # What an epoch looks like depends on its number only, so that a resumed run sees what a whole one would have.
            augment = Augmenter(Degrader(vocabulary(self.examples), seed=self.seed + epoch), self.seed + 100 * epoch)
            texts = [augment(e.text) for e in self.examples]
            lengths = [len(t) for t in texts]
            order = list(batches(lengths, BATCH, self.seed + epoch))
            for indices in order[self.step % self.per_epoch :]:
                self._rate(last)
                seen += self._learn([texts[i] for i in indices], indices)
                self.step += 1
                if self.step % 50 == 0:
                    pace = (time.monotonic() - began) / 50
                    print(f"{self.step}/{last} loss {seen / 50:.4f} {pace:.2f} s a batch", flush=True)
                    began, seen = time.monotonic(), 0.0
                if self.step % CHECKPOINT_EVERY == 0:
                    self.save()
        self.save()

    def _rate(self, last: int) -> None:
        done = self.step / last
        scale = min(done / WARM_UP, 1.0) if done < WARM_UP else max((1 - done) / (1 - WARM_UP), 0.02)
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * max(scale, 1e-3)

    def _meanings(self, base: Path) -> torch.Tensor:
        """Where the untrained encoder has every line, as written; float16, (lines, width). Kept beside the checkpoint."""
        kept = self.out / "meanings.pt"
        digest = hashlib.sha256("\n".join(e.text for e in self.examples).encode()).hexdigest()
        if kept.exists():
            known = torch.load(kept, weights_only=True)
            if known["digest"] == digest:
                return known["meanings"]
        original: Any = AutoModel.from_pretrained(str(base), add_pooling_layer=False).eval()
        found = torch.zeros(len(self.examples), original.config.hidden_size, dtype=torch.float16)
        order = sorted(range(len(self.examples)), key=lambda row: len(self.examples[row].text))
        for start in range(0, len(order), 128):
            rows = order[start : start + 128]
            encoded = self._encoded([self.examples[row].text for row in rows])
            with torch.no_grad():
                hidden = original(**encoded).last_hidden_state
            weight = encoded["attention_mask"].unsqueeze(2).float()
            found[rows] = torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1).half()
        self.out.mkdir(parents=True, exist_ok=True)
        torch.save({"digest": digest, "meanings": found}, kept)
        return found

    def _encoded(self, texts: Sequence[str]) -> dict[str, torch.Tensor]:
        made = self.tokenizer(list(texts), padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt")
        return {name: made[name] for name in ("input_ids", "attention_mask")}

    def _learn(self, texts: Sequence[str], rows: Sequence[int]) -> float:
        self.network.train()
        encoded = self._encoded(texts)
        embedding, *logits = self.network(encoded["input_ids"], encoded["attention_mask"])
        kept = (1 - (embedding * self.meanings[rows].float()).sum(1)).mean()
        loss = loss_of(logits, [self.examples[row] for row in rows]) + KEEP_MEANING * kept
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        decay = min(AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_([mean for mean, _ in self.moving], [now for _, now in self.moving], 1 - decay)
        return float(loss.detach())


def main() -> None:
    """Train, from the start or from where it stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "text")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate")
    parser.add_argument("--comments", type=float, default=1.0, help="share of the GoEmotions comments that is used")
    parser.add_argument("--mix", type=Path, help="with --from: trained weights that it begins half-way to")
    parser.add_argument(
        "--from", dest="trained", type=Path, help="weights to go on from, instead of the untrained encoder"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    examples = training_examples(options.comments)
    random.Random(7).shuffle(examples)  # noqa: S311
    print(f"{len(examples)} lines", flush=True)
    training = Training(ModelStore().path(BASE), options.out, examples, options.epochs, rate=options.rate)
    if options.trained is not None:
        training.start_from(options.trained, options.mix)
    training.resume()
    training.run()
    torch.save(training.average, options.out / "trained.pt")


if __name__ == "__main__":
    main()
