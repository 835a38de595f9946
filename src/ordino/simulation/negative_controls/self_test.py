"""Breaks the product in every way there is a variant for, and sees that the auditor names it."""

from collections.abc import Iterator

from ordino.kernel.messages import Record
from ordino.simulation.negative_controls.variants import VARIANTS, Variant
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform, perform_at_once
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server

FAULTS = 40
SEEDS = (1, 2, 3, 4, 5)


class Caught(Record, frozen=True):
    """A variant, the invariant that named it (empty: nobody), in which seed, after how many turns and commands."""

    variant: str
    rule: str
    seed: int
    turns: int
    commands: int
    thing: str


def catch(server: Server, outside: Outside, variant: Variant) -> Caught:
    """Run the broken product until the auditor names what is broken; one seed after the other."""
    seed = turns = commands = 0
    for seed in SEEDS:
        plan = Plan(seed, orders=variant.orders, faults=FAULTS)
        if variant.workers:
            story = perform_at_once(server, plan, outside, variant.workers, variant.break_it)
        else:
            story = perform(server, plan, outside, variant.break_it)
        turns += story.turns
        commands += story.commands
        for violation in story.violations:
            if violation.rule in variant.caught_by:
                return Caught(variant.name, violation.rule, seed, turns, commands, str(violation))
    return Caught(variant.name, "", seed, turns, commands, "")


def self_test(server: Server, outside: Outside) -> Iterator[Caught]:
    """Every variant, one after the other."""
    return (catch(server, outside, variant) for variant in VARIANTS)
