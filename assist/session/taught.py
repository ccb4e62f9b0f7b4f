"""What "not helpful" has taught on this computer: a weight for each cue, from call to call.

    weight   1.0 --not helpful--> 0.8 --not helpful--> 0.64 --followed--> 0.67 ...   never under 0.5, never over 1

Every step is a share of what the weight was, within bounds: so a cue that was followed for months is still heard less after
two presses, and ten presses take no longer to make good than the three that lead to the least. The numbers are in the
profile (`prompts.unhelpful_share`, `unhelpful_least`, `followed_share`). Safety is never taught away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assist.coaching.promptbook import CUES
from assist.events import AnyEvent, CueName, PromptClosed, Recovery
from assist.profile.schema import Profile, Prompts

TEACHABLE: tuple[CueName, ...] = tuple(cue for cue in CUES if cue != "safety")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was taught about one cue.

    Attributes:
        weight: from 0 to 1; the profile's weight of the cue is multiplied by it.
        not_helpful: prompts that were called not helpful.
        followed: prompts that were followed.
    """

    weight: float = 1.0
    not_helpful: int = 0
    followed: int = 0


Lessons = Mapping[CueName, Lesson]


def learned(lessons: Lessons, events: Iterable[AnyEvent], prompts: Prompts) -> dict[CueName, Lesson]:
    """The lessons after a call.

    Args:
        lessons: those before it.
        events: of the call, in order; what became of its prompts is enough.
        prompts: how much is learned.
    """
    after = dict(lessons)
    refused: set[int] = set()
    for event in events:
        if not isinstance(event, PromptClosed | Recovery) or event.cue not in TEACHABLE:
            continue
        lesson = after.get(event.cue, Lesson())
        if isinstance(event, PromptClosed):
            if event.why == "not_helpful":
                refused.add(event.prompt)
                least = min(prompts.unhelpful_least, lesson.weight)
                weight = max(lesson.weight * prompts.unhelpful_share, least)
                after[event.cue] = replace(lesson, weight=weight, not_helpful=lesson.not_helpful + 1)
        elif event.followed and event.prompt not in refused:
            # Doing what a prompt asked for after calling it not helpful says nothing for it.
            weight = min(lesson.weight * prompts.followed_share, 1.0)
            after[event.cue] = replace(lesson, weight=weight, followed=lesson.followed + 1)
    return after


def with_lessons(profile: Profile, lessons: Lessons) -> Profile:
    """The profile with the weights of its cues as they were taught: none below the least, unless it was before."""
    least = profile.prompts.unhelpful_least
    weights = {
        cue: max(own * lesson.weight, min(own, least))
        for cue, lesson in lessons.items()
        if cue in TEACHABLE and lesson.weight < 1.0
        for own in (getattr(profile.weights, cue),)
    }
    return replace(profile, weights=replace(profile.weights, **weights)) if weights else profile
