"""One customer stands for others that are the same."""

import pytest

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.parties.commands import (
    AddressEntry,
    ContactEntry,
    MergeCustomers,
    RegisterCustomer,
    RegisteredCustomer,
    SetCreditTerms,
)
from ordino.parties.decide.address import PostalAddress
from ordino.parties.events import CustomerMergedInto, CustomersMerged
from ordino.parties.problems import CustomerMerged
from ordino.parties.queries import addresses, contacts, customers_by_id, customers_by_reference
from ordino.parties.rows import CustomerReference
from tests.conftest import TestEngine

LONDON = PostalAddress(street="82 Clerkenwell Road", city="London", postal_code="EC1M 5RF", country="GB")
PARIS = PostalAddress(street="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")


def run(engine: TestEngine, *commands: Command) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def merge(customer_id: int, *merged_ids: int) -> MergeCustomers:
    return MergeCustomers(customer_id=customer_id, merged_ids=merged_ids)


@pytest.fixture
def three(engine: TestEngine) -> list[int]:
    outcomes = run(
        engine,
        RegisterCustomer(channel_id=1, external_reference="A", name="Ada", tags=("vip",),
            addresses=(AddressEntry(address=LONDON, is_default=True),)),
        RegisterCustomer(channel_id=1, external_reference="B", name="Ada L.", email="ada@example.com", tags=("math",),
            addresses=(AddressEntry(address=LONDON), AddressEntry(address=PARIS, is_default=True),
                       AddressEntry(address=PARIS, purpose="billing", is_default=True)),
            contacts=(ContactEntry(name="Bob"),)),
        RegisterCustomer(channel_id=2, external_reference="C", phone="+442079460018"),
    )  # fmt: skip
    ids = []
    for outcome in outcomes:
        assert isinstance(outcome, Completed)
        assert isinstance(outcome.result, RegisteredCustomer)
        ids.append(outcome.result.customer_id)
    return ids


def test_the_customer_takes_over_what_it_lacks_and_references_lead_to_it(engine: TestEngine, three: list[int]):
    a, b, c = three

    [outcome] = run(engine, merge(a, b, c))

    assert isinstance(outcome, Completed)
    assert outcome.events == (
        StreamEvent(f"customer/{a}", CustomersMerged(customer_id=a, merged_ids=(b, c))),
        StreamEvent(f"customer/{b}", CustomerMergedInto(customer_id=b, into_id=a)),
        StreamEvent(f"customer/{c}", CustomerMergedInto(customer_id=c, into_id=a)),
    )
    with engine.reader() as reader:
        row = customers_by_id(reader, [a])[a]
        assert (row.name, row.email, row.email_key, row.phone, row.tags) == (
            "Ada", "ada@example.com", "ada@example.com", "+442079460018", ["vip", "math"],
        )  # fmt: skip
        references = [CustomerReference(1, "A"), CustomerReference(1, "B"), CustomerReference(2, "C")]
        found = customers_by_reference(reader, references)
        assert [found[reference].id for reference in references] == [a, a, a]
        rows = addresses(reader, [a, b])
        assert [(row.purpose, row.city, row.is_default) for row in rows[a]] == [
            ("billing", "Paris", True),
            ("shipping", "London", True),
            ("shipping", "Paris", False),
        ]
        assert b not in rows
        assert [contact.name for contact in contacts(reader, [a])[a]] == ["Bob"]


def test_merging_the_same_again_does_nothing(engine: TestEngine, three: list[int]):
    a, b, _ = three
    run(engine, merge(a, b))

    [outcome] = run(engine, merge(a, b))

    assert isinstance(outcome, Replayed)


@pytest.mark.parametrize("one_batch", [True, False])
def test_a_chain_of_merges_leads_to_its_end_in_one_step(engine: TestEngine, three: list[int], one_batch: bool):
    a, b, c = three
    chain = [merge(b, a), merge(c, b)]

    outcomes = run(engine, *chain) if one_batch else [outcome for command in chain for outcome in run(engine, command)]

    assert [type(outcome) for outcome in outcomes] == [Completed, Completed]
    with engine.reader() as reader:
        rows = customers_by_id(reader, [a, b, c])
        assert {number: row.merged_into_id for number, row in rows.items()} == {a: c, b: c, c: None}
        assert {row.city for row in addresses(reader, [c])[c]} == {"London", "Paris"}
        assert list(addresses(reader, [a, b])) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (lambda a, b, c: merge(a), InvalidInput),
        (lambda a, b, c: merge(a, a), InvalidInput),
        (lambda a, b, c: merge(b, 999_999), NotFound),
        (lambda a, b, c: merge(2**70, a), NotFound),
        (lambda a, b, c: merge(c, a), CustomerMerged),
        (lambda a, b, c: merge(a, c), CustomerMerged),
        (lambda a, b, c: RegisterCustomer(customer_id=a, name="x"), CustomerMerged),
        (
            lambda a, b, c: SetCreditTerms(customer_id=a, currency="GBP", credit_limit_minor=1, payment_terms_days=1),
            CustomerMerged,
        ),
    ],
)
def test_what_cannot_be_merged_or_was_merged_is_refused(
    engine: TestEngine, three: list[int], command: object, expected: type[Problem]
):
    a, b, c = three
    run(engine, merge(b, a))

    [outcome] = run(engine, command(a, b, c))  # type: ignore[operator]

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, expected)
