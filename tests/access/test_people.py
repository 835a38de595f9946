"""People are let in by a command, with roles; the last owner cannot go."""

import pytest

from ordino.access.commands import PersonResult, RegisterPerson
from ordino.access.problems import LastOwner
from ordino.access.queries import people
from ordino.engine import SYSTEM, Actor, Completed, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput, NotPermitted
from tests.conftest import TestEngine
from tests.support.merchant import Merchant


def _ask(engine: TestEngine, *commands: Command) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def _shown(engine: TestEngine) -> list[tuple[str, str, bool, list[str]]]:
    with engine.reader() as reader:
        return [(row.name, row.email, row.active, row.roles) for row in people(reader)]


def test_somebody_is_let_in_and_their_roles_are_changed(engine: TestEngine) -> None:
    (hired,) = _ask(engine, RegisterPerson(name="ada", email="ada@example.com", roles=("finance", "analyst")))
    _ask(engine, RegisterPerson(name="grace", roles=("finance",)))
    _ask(engine, RegisterPerson(name="ada", roles=("warehouse",)))

    assert _shown(engine) == [("ada", "ada@example.com", True, ["warehouse"]), ("grace", "", True, ["finance"])]
    assert isinstance(hired, Completed)
    assert isinstance(hired.result, PersonResult)
    told = Merchant(engine).rows(
        "select kind, data::json ->> 'roles' from engine_event where stream = %s order by sequence",
        f"person/{hired.result.person_id}",
    )
    assert told == [("PersonRegistered", '["analyst","finance"]'), ("PersonChanged", '["warehouse"]')]


def test_what_does_not_change_is_told_nobody(engine: TestEngine) -> None:
    _ask(engine, RegisterPerson(name="ada", roles=("finance",)))
    (again,) = _ask(engine, RegisterPerson(name="ada", roles=("finance",), email=""))

    assert isinstance(again, Completed)
    assert again.events == ()


def test_several_commands_on_one_person_follow_each_other(engine: TestEngine) -> None:
    _ask(
        engine,
        RegisterPerson(name="ada"),
        RegisterPerson(name="ada", roles=("buyer",)),
        RegisterPerson(name="ada", active=False),
    )

    assert _shown(engine) == [("ada", "", False, ["buyer"])]


@pytest.mark.parametrize("change", [{"roles": ("analyst",)}, {"active": False}])
def test_the_last_owner_stays(engine: TestEngine, change: dict[str, object]) -> None:
    _ask(engine, RegisterPerson(name="ada", roles=("owner",)), RegisterPerson(name="grace", roles=("owner",)))

    done, refused = _ask(engine, RegisterPerson(name="ada", **change), RegisterPerson(name="grace", **change))  # type: ignore[arg-type]

    assert isinstance(done, Completed)
    assert refused == Refused(LastOwner(name="grace"))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (RegisterPerson(name="two words"), "name"),
        (RegisterPerson(name=""), "name"),
        (RegisterPerson(name="ada", email="nobody"), "email"),
        (RegisterPerson(name="ada", roles=(" ",)), "roles"),
    ],
)
def test_what_cannot_be_a_login_is_refused(engine: TestEngine, command: RegisterPerson, field: str) -> None:
    (outcome,) = _ask(engine, command)

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field
    assert _shown(engine) == []


def test_who_is_no_owner_lets_nobody_in(engine: TestEngine) -> None:
    clerk = Actor("clerk", frozenset({"orders.*"}))

    (outcome,) = engine.execute([RegisterPerson(name="eve", roles=("owner",))], actor=clerk)

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, NotPermitted)
    assert _shown(engine) == []
