"""Customers are registered by number or by a channel's reference, again and again, in batches."""

import threading

import pytest

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Event, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.parties.commands import AddressEntry, ContactEntry, RegisterCustomer, RegisteredCustomer
from ordino.parties.decide.address import PostalAddress
from ordino.parties.events import CustomerChanged, CustomerRegistered
from ordino.parties.problems import AddressNotValid, VatIdNotValid
from ordino.parties.queries import (
    addresses,
    contacts,
    customers_by_email,
    customers_by_id,
    customers_by_reference,
    probable_duplicates,
)
from ordino.parties.rows import CustomerReference, CustomerRow
from tests.conftest import TestEngine

LONDON = PostalAddress(street="82 Clerkenwell Road", city="London", postal_code="ec1m5rf", country="gb")
PARIS = PostalAddress(street="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")


def register(engine: TestEngine, *commands: RegisterCustomer) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def result_of(outcome: Outcome) -> RegisteredCustomer:
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, RegisteredCustomer)
    return outcome.result


def events_of(outcome: Outcome) -> list[Event]:
    assert isinstance(outcome, Completed), outcome
    return [entry.event for entry in outcome.events]


def customer(engine: TestEngine, customer_id: int) -> CustomerRow:
    with engine.reader() as reader:
        return customers_by_id(reader, [customer_id])[customer_id]


def test_a_new_customer_is_cleaned_and_keyed(engine: TestEngine):
    [outcome] = register(
        engine,
        RegisterCustomer(
            channel_id=1, external_reference=" 17850 ", customer_kind="company", name="  Müller  GmbH ", email="Buy+1@Example.com",
            phone="030 123456", vat_id="136695976", country="de", tags=("vip", "vip", " "), language="de",
        ),
    )  # fmt: skip

    customer_id = result_of(outcome).customer_id
    assert events_of(outcome) == [CustomerRegistered(customer_id=customer_id, channel_id=1, customer_kind="company")]
    row = customer(engine, customer_id)
    assert (row.name, row.email, row.phone, row.vat_id) == (
        "Müller GmbH",
        "Buy+1@Example.com",
        "030 123456",
        "DE136695976",
    )
    assert (row.name_key, row.email_key, row.phone_key) == ("muller", "buy@example.com", "+4930123456")
    assert (row.external_reference, row.channel_id, row.tags, row.language) == ("17850", 1, ["vip"], "de")
    assert row.created_at == engine.clock()
    with engine.reader() as reader:
        assert [found.id for found in customers_by_email(reader, ["BUY@example.com", "?"])["BUY@example.com"]] == [
            customer_id
        ]
        assert customers_by_email(reader, ["?"]) == {"?": []}


def test_a_reference_belongs_to_its_channel_and_registering_again_changes_the_same_customer(engine: TestEngine):
    first, other_channel, without_channel, second, third = register(
        engine,
        RegisterCustomer(channel_id=1, external_reference="7", name="Ada"),
        RegisterCustomer(channel_id=2, external_reference="7", name="Bob"),
        RegisterCustomer(external_reference="7", name="Cy"),
        RegisterCustomer(channel_id=1, external_reference="7", email="ada@example.com"),
        RegisterCustomer(channel_id=1, external_reference="7", name="Ada", email="ada@example.com"),
    )
    [again] = register(engine, RegisterCustomer(external_reference="7", name="Cy"))

    ids = [result_of(outcome).customer_id for outcome in (first, other_channel, without_channel)]
    assert len(set(ids)) == 3
    assert result_of(second) == RegisteredCustomer(customer_id=ids[0], created=False)
    assert events_of(second) == [CustomerChanged(customer_id=ids[0], changed=("email", "email_key"))]
    assert isinstance(third, Replayed)
    assert isinstance(again, Replayed)
    assert result_of(again).customer_id == ids[2]
    with engine.reader() as reader:
        references = [CustomerReference(1, "7"), CustomerReference(2, "7"), CustomerReference(None, "7")]
        found = customers_by_reference(reader, [*references, CustomerReference(3, "7")])
        assert [found[reference].id for reference in references] == ids
        assert len(found) == 3
        assert customers_by_reference(reader, []) == {}


def test_a_customer_without_reference_is_new_and_is_changed_by_number(engine: TestEngine):
    first, second = register(engine, RegisterCustomer(name="Ada"), RegisterCustomer(name="Ada"))
    ids = [result_of(outcome).customer_id for outcome in (first, second)]

    [changed] = register(engine, RegisterCustomer(customer_id=ids[1], name="Ada Lovelace", tags=("math",)))

    assert ids[0] != ids[1]
    assert events_of(changed) == [CustomerChanged(customer_id=ids[1], changed=("name", "tags", "name_key"))]
    assert [customer(engine, number).name for number in ids] == ["Ada", "Ada Lovelace"]


def test_an_address_is_normalized_and_kept_once_and_the_newest_default_is_the_default(engine: TestEngine):
    shouted = PostalAddress(street="82 CLERKENWELL ROAD", city="LONDON", postal_code="EC1M 5RF", country="GB")
    [first] = register(
        engine,
        RegisterCustomer(
            external_reference="7",
            addresses=(AddressEntry(address=LONDON, is_default=True), AddressEntry(address=LONDON, purpose="billing")),
        ),
    )
    customer_id = result_of(first).customer_id

    [same] = register(engine, RegisterCustomer(external_reference="7", addresses=(AddressEntry(address=LONDON),)))
    [second] = register(
        engine,
        RegisterCustomer(
            external_reference="7",
            addresses=(AddressEntry(address=shouted), AddressEntry(address=PARIS, is_default=True)),
        ),
    )

    assert isinstance(same, Replayed)
    assert events_of(second) == [CustomerChanged(customer_id=customer_id, changed=("addresses",))]
    with engine.reader() as reader:
        rows = addresses(reader, [customer_id])[customer_id]
    assert [(row.purpose, row.street, row.postal_code, row.country, row.is_default) for row in rows] == [
        ("billing", "82 Clerkenwell Road", "EC1M 5RF", "GB", False),
        ("shipping", "1 rue de Rivoli", "75001", "FR", True),
        ("shipping", "82 CLERKENWELL ROAD", "EC1M 5RF", "GB", False),
    ]


def test_what_the_post_would_not_accept_is_kept_and_marked(engine: TestEngine):
    wrong = PostalAddress(street="1 High St", postal_code="12345", country="GB")

    [outcome] = register(engine, RegisterCustomer(addresses=(AddressEntry(address=wrong),)))

    customer_id = result_of(outcome).customer_id
    with engine.reader() as reader:
        [row] = addresses(reader, [customer_id])[customer_id]
    assert (row.postal_code, row.problems) == ("12345", ["city", "postal_code"])


def test_contacts_are_kept_once_by_name_and_email(engine: TestEngine):
    ada = ContactEntry(name="Ada", email="ada@example.com", role="buyer")
    [first] = register(engine, RegisterCustomer(external_reference="7", contacts=(ada, ContactEntry(name="Bob"))))
    customer_id = result_of(first).customer_id

    [second] = register(
        engine,
        RegisterCustomer(
            external_reference="7", contacts=(ContactEntry(name="Ada", email="ada@example.com", role="boss"),)
        ),
    )

    assert events_of(second) == [CustomerChanged(customer_id=customer_id, changed=("contacts",))]
    with engine.reader() as reader:
        rows = contacts(reader, [customer_id])[customer_id]
    assert [(row.name, row.email, row.role) for row in rows] == [("Ada", "ada@example.com", "boss"), ("Bob", "", "")]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (RegisterCustomer(external_reference=" "), (InvalidInput, "external_reference")),
        (RegisterCustomer(external_reference="x" * 101), (InvalidInput, "external_reference")),
        (RegisterCustomer(channel_id=0, external_reference="1"), (InvalidInput, "channel_id")),
        (RegisterCustomer(channel_id=2**63, external_reference="1"), (InvalidInput, "channel_id")),
        (RegisterCustomer(customer_id=999_999), (NotFound, "999999")),
        (RegisterCustomer(customer_id=2**70), (NotFound, "customer")),
        (RegisterCustomer(name="x" * 201), (InvalidInput, "name")),
        (RegisterCustomer(name="a\x00"), (InvalidInput, "text")),
        (RegisterCustomer(email="nobody"), (InvalidInput, "email")),
        (RegisterCustomer(language="english"), (InvalidInput, "language")),
        (RegisterCustomer(currency="XXX"), (InvalidInput, "currency")),
        (RegisterCustomer(price_list_id=0), (InvalidInput, "price_list_id")),
        (RegisterCustomer(customer_kind="dog"), (InvalidInput, "customer_kind")),  # type: ignore[arg-type]
        (RegisterCustomer(tags=("x",) * 101), (InvalidInput, "tags")),
        (RegisterCustomer(vat_id="123", country="DE"), (VatIdNotValid, "123")),
        (RegisterCustomer(vat_id="DE123"), (VatIdNotValid, "DE123")),
        (RegisterCustomer(contacts=(ContactEntry(name=" "),)), (InvalidInput, "contacts")),
        (
            RegisterCustomer(addresses=(AddressEntry(address=PostalAddress(street="x", country="UK")),)),
            (AddressNotValid, "accepted: GB"),
        ),
        (
            RegisterCustomer(addresses=(AddressEntry(address=PostalAddress(street="x" * 501, country="GB")),)),
            (AddressNotValid, "at most 500"),
        ),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_changes_nothing(
    engine: TestEngine, command: RegisterCustomer, expected: tuple[type[Problem], str]
):
    [outcome] = register(engine, command)

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, expected[0])
    assert expected[1] in outcome.problem.detail()
    with engine.connection() as connection:
        assert connection.execute("select count(*) from parties_customer").fetchone() == (0,)


def test_one_reference_registered_by_many_at_once_is_one_customer(engine: TestEngine):
    start, outcomes = threading.Barrier(6), []

    def ask() -> None:
        start.wait()
        outcomes.extend(register(engine, RegisterCustomer(channel_id=1, external_reference="7", name="Ada")))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({result_of(outcome).customer_id for outcome in outcomes}) == 1
    assert [result_of(outcome).created for outcome in outcomes].count(True) == 1


def test_probable_duplicates_are_found_with_their_reasons(engine: TestEngine):
    address = (AddressEntry(address=LONDON),)
    outcomes = register(
        engine,
        RegisterCustomer(name="Ada Lovelace", email="ada@example.com", addresses=address),
        RegisterCustomer(name="Lovelace, Ada", email="a.lovelace@example.org", addresses=address),
        RegisterCustomer(name="A. L.", email="ADA+shop@example.com"),
        RegisterCustomer(name="Ada Lovelace"),
        RegisterCustomer(name="Somebody else", email="else@example.com"),
    )
    ids = [result_of(outcome).customer_id for outcome in outcomes]

    with engine.reader() as reader:
        found = probable_duplicates(reader, ids[0])
        assert probable_duplicates(reader, 999_999) == []

    assert [(row.customer_id, row.likeness.score, row.likeness.reasons) for row in found] == [
        (ids[1], 60, ("same name", "same address")),
        (ids[2], 60, ("same e-mail",)),
    ]
