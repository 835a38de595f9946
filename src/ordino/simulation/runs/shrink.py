"""Shrinks a run that broke something to few turns with few commands: what can be left out and it still breaks, is left out."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.story import Story

T = TypeVar("T")
_MOST_TRIALS = 120
_MOST_SECONDS = 300


class _Trials:
    """Tries plans until the trials are used up; the smallest that still breaks the same rule is kept."""

    def __init__(self, story: Story, perform: Callable[[Plan], Story]) -> None:
        self.best = story
        self.left = _MOST_TRIALS
        self._deadline = time.monotonic() + _MOST_SECONDS
        self._rule = story.violations[0].rule
        self._perform = perform

    def breaks(self, plan: Plan) -> bool:
        if self.left <= 0 or time.monotonic() > self._deadline:
            return False
        self.left -= 1
        story = self._perform(plan)
        if self._rule in story.rules:
            self.best = story
            return True
        return False


def shrink(story: Story, perform: Callable[[Plan], Story]) -> Story:
    """The smallest run found that breaks the same rule, at most some 120 trials or five minutes later."""
    trials = _Trials(story, perform)
    last = story.broke_at or 0
    plan = structs.replace(story.plan, closes=last > story.plan.turns)
    turns = [turn for turn in plan.kept or range(1, plan.turns + 1) if turn <= last]
    kept = _fewer(turns, lambda some: trials.breaks(structs.replace(plan, kept=tuple(some))))
    plan = structs.replace(plan, kept=tuple(kept))
    _fewer(trials.best.places, lambda some: trials.breaks(structs.replace(plan, only=tuple(some))))
    return structs.replace(trials.best, plan=structs.replace(trials.best.plan, closes=True))


def _fewer(things: Sequence[T], breaks: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Leave out parts, halves first, then smaller ones, as long as it still breaks."""
    size = max(1, len(things) // 2)
    while things:
        at = 0
        while at < len(things):
            fewer = [*things[:at], *things[at + size :]]
            if breaks(fewer):
                things = fewer
            else:
                at += size
        if size == 1:
            break
        size = max(1, size // 2)
    return things
