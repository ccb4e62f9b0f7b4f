"""The text network: a small pre-trained encoder, one attention pooling and one linear layer a head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModel

from models.text.heads import HEADS


class Pooling(nn.Module):  # type: ignore[misc]
    """Weighs the tokens by a learned query: sum of softmax(h . q) h."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.zeros(width))

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Pool.

        Args:
            hidden: float, (batch, tokens, width).
            mask: 1 for tokens, 0 for padding, (batch, tokens).

        Returns:
            float, (batch, width).
        """
        scores = (hidden @ self.query).masked_fill(mask == 0, -1e4)
        return (torch.softmax(scores, 1).unsqueeze(2) * hidden).sum(1)


class TextNetwork(nn.Module):  # type: ignore[misc]
    """Encoder, embedding and heads.

    The embedding is the mean of the tokens and is kept close to that of the untrained encoder, so that sentences can be
    compared by meaning. The heads pool for themselves.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(str(folder), attn_implementation="eager", add_pooling_layer=False)
        width = int(self.encoder.config.hidden_size)
        self.poolings = nn.ModuleDict({head.name: Pooling(width) for head in HEADS})
        self.heads = nn.ModuleDict({head.name: nn.Linear(width, len(head.classes)) for head in HEADS})
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Embedding, float (batch, width) of length 1, then the logits of every head in the order of `HEADS`."""
        hidden = self.encoder(input_ids=tokens, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(2).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)
        embedding = nn.functional.normalize(mean, dim=1)
        logits = [self.heads[h.name](self.dropout(self.poolings[h.name](hidden, mask))) for h in HEADS]
        return (embedding, *logits)
