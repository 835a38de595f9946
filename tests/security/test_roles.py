"""Every command x every role at the write path, from the registry and the table of roles."""

import pytest

from ordino.engine import Actor, Completed, Replayed
from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import NotPermitted
from ordino.office.roles import ROLES, permissions_of
from tests.security.life import Life
from tests.security.samples import Sampler

load_handlers()
COMMANDS = commands()


@pytest.mark.parametrize("role", [*ROLES, "no such role"])
def test_a_role_is_refused_every_command_that_is_not_its_own_and_only_these(life: Life, role: str) -> None:
    actor = Actor("somebody", permissions_of([role]))
    sampler = Sampler(life.keys())
    before = life.rows("select count(*) from engine_command")
    for command in COMMANDS:
        (outcome,) = life.engine.preview([sampler.command(command)], actor=actor)
        refused = isinstance(outcome, Refused) and outcome.problem == NotPermitted(
            permission=command.permission(), actor="somebody"
        )
        assert refused is not actor.may(command.permission()), command.kind()
    assert life.rows("select count(*) from engine_command") == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.kind())
def test_somebody_who_may_do_everything_else_is_refused(life: Life, command: type[Command]) -> None:
    others = frozenset(one.permission() for one in COMMANDS if one.permission() != command.permission())
    sample = Sampler(life.keys()).command(command)
    (outcome,) = life.engine.execute([sample], actor=Actor("other", others))
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, NotPermitted)


def test_the_samples_reach_what_the_commands_do(life: Life) -> None:
    """So that the tests above ask something: many of the samples would be carried out."""
    sampler = Sampler(life.keys())
    everything = Actor("everything", frozenset({"*"}))
    outcomes = [life.engine.preview([sampler.command(command)], actor=everything)[0] for command in COMMANDS]
    assert sum(isinstance(outcome, Completed | Replayed) for outcome in outcomes) > len(COMMANDS) // 4
