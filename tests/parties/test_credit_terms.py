"""What a customer may owe, and for how long."""

import pytest

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import InvalidInput
from ordino.parties.commands import CustomerTerms, RegisterCustomer, RegisteredCustomer, SetCreditTerms
from ordino.parties.events import CreditTermsSet
from ordino.parties.queries import customers_by_id
from tests.conftest import TestEngine


def run(engine: TestEngine, *commands: Command) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


@pytest.fixture
def customer_id(engine: TestEngine) -> int:
    [outcome] = run(engine, RegisterCustomer(name="Acme"))
    assert isinstance(outcome, Completed)
    assert isinstance(outcome.result, RegisteredCustomer)
    return outcome.result.customer_id


def terms(customer_id: int, limit: int | None, days: int | None, currency: str = "GBP") -> SetCreditTerms:
    return SetCreditTerms(customer_id=customer_id, currency=currency, credit_limit_minor=limit, payment_terms_days=days)


def test_terms_are_agreed_changed_and_taken_back(engine: TestEngine, customer_id: int):
    outcomes = run(
        engine,
        terms(customer_id, 100_000, 30),
        terms(customer_id, 100_000, 30),
        terms(customer_id, 0, 0, "EUR"),
        terms(customer_id, None, None, "EUR"),
    )

    assert [type(outcome) for outcome in outcomes] == [Completed, Replayed, Completed, Completed]
    first = outcomes[0]
    assert isinstance(first, Completed)
    assert first.result == CustomerTerms(
        customer_id=customer_id, currency="GBP", credit_limit_minor=100_000, payment_terms_days=30
    )
    assert [entry.event for entry in first.events] == [
        CreditTermsSet(customer_id=customer_id, currency="GBP", credit_limit_minor=100_000, payment_terms_days=30)
    ]
    with engine.reader() as reader:
        row = customers_by_id(reader, [customer_id])[customer_id]
    assert (row.currency, row.credit_limit_minor, row.payment_terms_days) == ("EUR", None, None)


@pytest.mark.parametrize(
    ("limit", "days", "currency", "field"),
    [
        (-1, 30, "GBP", "credit_limit_minor"),
        (10**16, 30, "GBP", "credit_limit_minor"),
        (1, -1, "GBP", "payment_terms_days"),
        (1, 3651, "GBP", "payment_terms_days"),
        (1, 30, "pounds", "currency"),
    ],
)
def test_wrong_terms_are_refused(
    engine: TestEngine, customer_id: int, limit: int, days: int, currency: str, field: str
):
    [outcome] = run(engine, terms(customer_id, limit, days, currency))

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field


def test_the_currency_of_a_credit_limit_changes_only_with_the_limit(engine: TestEngine, customer_id: int):
    run(engine, terms(customer_id, 100_000, 30))

    refused, accepted = run(
        engine,
        RegisterCustomer(customer_id=customer_id, currency="EUR"),
        RegisterCustomer(customer_id=customer_id, currency="GBP"),
    )

    assert isinstance(refused, Refused)
    assert isinstance(refused.problem, InvalidInput)
    assert refused.problem.field == "currency"
    assert isinstance(accepted, Replayed)
