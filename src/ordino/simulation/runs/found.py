"""Runs in which something was found once: kept in `found.toml`, and run for ever."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import structs

from ordino.simulation.runs.plan import Plan, read_places, read_turns
from ordino.simulation.runs.story import Story

FILE = "found.toml"
BOUNDED_TURNS = 90


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run, what it found, and when. `turns` and `only` are those of one that was shrunk."""

    seed: int
    days: int
    orders: int
    faults: int
    workers: int = 0
    turns: str = ""
    only: str = ""
    found: str
    on: date

    @property
    def plan(self) -> Plan:
        """The whole run. Raises ValueError where its turns cannot be read."""
        return Plan(self.seed, self.days, self.orders, self.faults, read_turns(self.turns), read_places(self.only))

    def bounded(self) -> Plan:
        """Its first turns, after which the merchant closes; one that was shrunk is lived as it is."""
        plan = self.plan
        first = tuple(range(1, min(plan.turns, BOUNDED_TURNS) + 1))
        return plan if plan.kept is not None else structs.replace(plan, kept=first)


class _File(msgspec.Struct, frozen=True):
    run: tuple[Found, ...] = ()


@cache
def found_runs() -> tuple[Found, ...]:
    """All that are kept."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=_File).run


def lines_to_keep(story: Story, workers: int, today: date) -> str:
    """The lines that keep a run that broke something."""
    plan = story.plan
    kept = Found(
        seed=plan.seed,
        days=plan.days,
        orders=plan.orders,
        faults=plan.faults,
        workers=workers,
        turns=plan.turns_text(),
        only=plan.only_text(),
        found=str(story.violations[0]),
        on=today,
    )
    fields = msgspec.to_builtins(kept, builtin_types=(date,))
    return "\n".join(("[[run]]", *(f"{name} = {_toml(value)}" for name, value in fields.items())))


def _toml(value: object) -> str:
    """A number, a date, or a text, as TOML writes it."""
    return msgspec.json.encode(value).decode() if isinstance(value, str) else str(value)
