"""Consent: given once with its proof, withdrawn any time, never forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.parties.commands import (
    ConsentState,
    GiveConsent,
    MergeCustomers,
    RegisterCustomer,
    RegisteredCustomer,
    WithdrawConsent,
)
from ordino.parties.events import ConsentGiven, ConsentWithdrawn
from ordino.parties.problems import CustomerMerged
from ordino.parties.queries import consents
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.support.statements import count_statements

MARCH = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def run(engine: TestEngine, *commands: Command) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def customer(engine: TestEngine, name: str = "Ada") -> int:
    [outcome] = run(engine, RegisterCustomer(name=name))
    assert isinstance(outcome, Completed)
    assert isinstance(outcome.result, RegisteredCustomer)
    return outcome.result.customer_id


@pytest.fixture
def ada(engine: TestEngine) -> int:
    engine.clock.set(MARCH)
    return customer(engine)


def give(customer_id: int, purpose: str = "email_marketing") -> GiveConsent:
    return GiveConsent(customer_id=customer_id, purpose=purpose, source="checkout", proof="words of form 7, ticked")


def withdraw(customer_id: int, purpose: str = "email_marketing") -> WithdrawConsent:
    return WithdrawConsent(customer_id=customer_id, purpose=purpose, source="link in a mail")


def told(engine: TestEngine, customer_id: int) -> list[tuple[str, datetime, datetime | None, str]]:
    with engine.reader() as reader:
        rows = consents(reader, [customer_id]).get(customer_id, [])
    return [(row.purpose, row.given_at, row.withdrawn_at, row.withdrawal_source) for row in rows]


def test_consent_is_given_withdrawn_and_given_again_and_nothing_is_forgotten(engine: TestEngine, ada: int) -> None:
    [given] = run(engine, give(ada))
    assert isinstance(given, Completed)
    assert isinstance(given.result, ConsentState)
    first = given.result.consent_id
    assert first is not None
    assert given.result == ConsentState(customer_id=ada, purpose="email_marketing", consent_id=first, given=True)
    assert [event.event for event in given.events] == [
        ConsentGiven(customer_id=ada, consent_id=first, purpose="email_marketing", given_at=MARCH, source="checkout")
    ]

    april = MARCH + timedelta(days=31)
    engine.clock.set(april)
    [ended] = run(engine, withdraw(ada))
    assert isinstance(ended, Completed)
    assert ended.result == ConsentState(customer_id=ada, purpose="email_marketing", consent_id=first, given=False)
    assert [event.event for event in ended.events] == [
        ConsentWithdrawn(
            customer_id=ada, consent_id=first, purpose="email_marketing", withdrawn_at=april, source="link in a mail"
        )
    ]

    run(engine, replace(give(ada), given_at=april))
    assert told(engine, ada) == [
        ("email_marketing", april, None, ""),
        ("email_marketing", MARCH, april, "link in a mail"),
    ]


def test_each_purpose_stands_for_itself(engine: TestEngine, ada: int) -> None:
    run(engine, give(ada), give(ada, "profiling"))
    run(engine, withdraw(ada, "profiling"))
    assert told(engine, ada) == [
        ("email_marketing", MARCH, None, ""),
        ("profiling", MARCH, MARCH, "link in a mail"),
    ]


def test_what_stands_keeps_its_first_proof_and_what_does_not_stand_is_withdrawn_already(
    engine: TestEngine, ada: int
) -> None:
    outcomes = run(engine, give(ada), replace(give(ada), proof="other words"))
    assert [type(outcome) for outcome in outcomes] == [Completed, Replayed]
    with engine.reader() as reader:
        assert [row.proof for row in consents(reader, [ada])[ada]] == ["words of form 7, ticked"]
    outcomes = run(engine, withdraw(ada), withdraw(ada), withdraw(ada, "profiling"))
    assert [type(outcome) for outcome in outcomes] == [Completed, Replayed, Replayed]


def test_a_withdrawal_is_never_before_what_it_withdraws(engine: TestEngine, ada: int) -> None:
    run(engine, give(ada))
    run(engine, replace(withdraw(ada), withdrawn_at=MARCH - timedelta(days=1)))
    assert told(engine, ada) == [("email_marketing", MARCH, MARCH, "link in a mail")]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (replace(give(1), purpose="E-mail"), "purpose"),
        (replace(give(1), source=" "), "source"),
        (replace(give(1), proof=""), "proof"),
        (replace(give(1), given_at=datetime(2026, 3, 1, 9)), "given_at"),  # noqa: DTZ001
        (replace(give(1), given_at=MARCH + timedelta(seconds=1)), "given_at"),
        (replace(withdraw(1), withdrawn_at=MARCH + timedelta(seconds=1)), "withdrawn_at"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_proves_nothing_is_refused_by_its_field(
    engine: TestEngine, ada: int, command: GiveConsent | WithdrawConsent, field: str
) -> None:
    [outcome] = run(engine, replace(command, customer_id=ada))
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field
    assert told(engine, ada) == []


def test_a_customer_who_is_not_there_or_merged_is_said(engine: TestEngine, ada: int) -> None:
    other = customer(engine, "Grace")
    run(engine, MergeCustomers(customer_id=ada, merged_ids=(other,)))
    assert run(engine, give(other), give(999_999_999)) == [
        Refused(CustomerMerged(customer_id=other, merged_into_id=ada)),
        Refused(NotFound(what="customer", reference="999999999")),
    ]


APRIL, MAY, JUNE = (MARCH + timedelta(days=days) for days in (31, 61, 92))


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ((), [(MARCH, None)], [(MARCH, None)]),
        ([(MARCH, None)], [(APRIL, None)], [(APRIL, None), (MARCH, APRIL)]),
        ([(APRIL, None)], [(MARCH, None)], [(APRIL, None), (MARCH, APRIL)]),
        ([(MARCH, None)], [(MARCH, None)], [(MARCH, MARCH), (MARCH, None)]),
        ([(MARCH, None)], [(APRIL, MAY)], [(APRIL, MAY), (MARCH, MAY)]),
        ([(MAY, None)], [(MARCH, APRIL)], [(MAY, None), (MARCH, APRIL)]),
        ([(MARCH, APRIL), (MAY, None)], [(APRIL, JUNE)], [(MAY, JUNE), (APRIL, JUNE), (MARCH, APRIL)]),
    ],
    ids=["theirs", "later yes", "earlier yes", "the same day", "later no", "earlier no", "yes, no, yes and a later no"],
)
def test_consents_follow_merged_customers_and_the_latest_word_counts(
    engine: TestEngine,
    ada: int,
    own: list[tuple[datetime, datetime | None]],
    others: list[tuple[datetime, datetime | None]],
    expected: list[tuple[datetime, datetime | None]],
) -> None:
    engine.clock.set(JUNE)
    other, third = customer(engine, "A. Byron"), customer(engine, "Ada B.")
    for customer_id, said in ((ada, own), (other, others)):
        for given_at, withdrawn_at in said:
            run(engine, replace(give(customer_id), given_at=given_at))
            if withdrawn_at is not None:
                run(engine, replace(withdraw(customer_id), withdrawn_at=withdrawn_at))

    [merged] = run(engine, MergeCustomers(customer_id=ada, merged_ids=(other,)))
    assert isinstance(merged, Completed)
    run(engine, MergeCustomers(customer_id=third, merged_ids=(ada,)))

    assert told(engine, ada) == told(engine, other) == []
    assert [(given, withdrawn) for _, given, withdrawn, _ in told(engine, third)] == expected
    with engine.reader() as reader:
        assert audit(reader, now=engine.clock()).differences == ()


def test_many_consents_take_as_many_statements_as_one(
    engine: TestEngine, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = count_statements(monkeypatch)
    run(engine, give(ada, "one"))
    for_one = len(statements)
    statements.clear()
    run(engine, *(give(ada, f"purpose_{number}") for number in range(20)))
    assert len(statements) == for_one
