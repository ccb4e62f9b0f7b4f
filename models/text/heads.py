"""The heads of the text model: what each says of a line, and how the classes of one follow from another's."""

from __future__ import annotations

from dataclasses import dataclass

EMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
    "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy", "love",
    "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
)  # fmt: skip
"""GoEmotions, in the order of its label file."""

KINDS = ("frustration", "distress", "anxiety", "shame", "confusion", "easing")
"""What a caller's words can carry; neutral is none of them."""

SITUATIONS = (
    "job_loss", "reduced_hours", "illness", "bereavement", "separation", "fixed_income", "first_setback", "dispute",
    "care_duties", "vulnerability",
)  # fmt: skip

KIND_OF_EMOTION = {
    "anger": "frustration", "annoyance": "frustration", "disapproval": "frustration", "disgust": "frustration",
    "sadness": "distress", "grief": "distress", "disappointment": "distress",
    "fear": "anxiety", "nervousness": "anxiety",
    "embarrassment": "shame", "remorse": "shame",
    "confusion": "confusion",
    "gratitude": "easing", "relief": "easing",
}  # fmt: skip
"""Which caller kind a GoEmotions label speaks for."""

GROUPS = {
    "positive": ("admiration", "amusement", "approval", "caring", "desire", "excitement", "gratitude", "joy", "love",
                 "optimism", "pride", "relief"),
    "negative": ("anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief",
                 "nervousness", "remorse", "sadness"),
    "ambiguous": ("confusion", "curiosity", "realization", "surprise"),
}  # fmt: skip
"""GoEmotions' groups of sentiment, for its group task."""

EKMAN = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": ("joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism", "relief", "pride",
            "admiration", "desire", "caring"),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
}  # fmt: skip
"""GoEmotions' mapping to Ekman's six."""


ACTS = (
    *("acknowledge", "clarify", "reframe", "offer_choices", "hand_over_choice"),
    *("but_opener", "non_apology", "dead_end", "policy_wall", "blame", "brush_off", "ultimatum", "straight_to_demand"),
)
"""What an agent's line can be, good acts first; AGENT_LABELS.md says what each is."""
SLIPS = ACTS[5:]
"""Those that are no good."""


@dataclass(frozen=True, slots=True)
class Head:
    """One set of classes, each a yes or no of its own."""

    name: str
    classes: tuple[str, ...]


HEADS = (
    Head("emotion", EMOTIONS),
    Head("kind", KINDS),
    Head("situation", SITUATIONS),
    Head("safety", ("safety",)),
    Head("act", ACTS),
)
"""In the order of the network's outputs."""
