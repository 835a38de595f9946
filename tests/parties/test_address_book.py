"""Each address is kept once, at most one default for a customer and purpose at any moment."""

from hypothesis import given
from hypothesis import strategies as st

from ordino.parties.decide.address_book import AddressBook
from ordino.parties.rows import AddressRow, ContactRow


def address(customer_id: int, purpose: str, fingerprint: str, is_default: bool) -> AddressRow:
    return AddressRow(customer_id, purpose, "", "", "x", "", "y", "", "z", "GB", "", fingerprint, (), is_default)


def defaults_of(rows: list[AddressRow]) -> list[tuple[int, str]]:
    return [(row.customer_id, row.purpose) for row in rows if row.is_default]


addresses = st.builds(
    address, st.integers(1, 3), st.sampled_from(["shipping", "billing"]), st.sampled_from("abc"), st.booleans()
)
steps = st.lists(
    st.one_of(addresses, st.tuples(st.integers(1, 3), st.integers(1, 3)).filter(lambda move: move[0] != move[1]))
)


@given(steps)
def test_what_is_written_has_one_default_at_any_moment(given_steps: list[AddressRow | tuple[int, int]]):
    book = AddressBook((), ())
    for step in given_steps:
        if isinstance(step, AddressRow):
            book.add_addresses([step])
        else:
            book.move(*step)

    rows = book.changed_addresses()

    keys = [(row.customer_id, row.purpose, row.fingerprint) for row in rows]
    assert len(set(keys)) == len(keys)
    assert len(set(defaults_of(rows))) == len(defaults_of(rows))
    first_default = next((i for i, row in enumerate(rows) if row.is_default), len(rows))
    assert all(row.is_default for row in rows[first_default:])


@given(st.lists(addresses))
def test_adding_the_same_again_changes_nothing(rows: list[AddressRow]):
    book = AddressBook((), ())
    book.add_addresses(rows)
    written = book.changed_addresses()

    again = AddressBook(written, ())

    assert not again.add_addresses([row for row in written if not row.is_default])
    assert not again.add_addresses([row for row in written if row.is_default])
    assert again.changed_addresses() == []


def test_a_moved_customer_brings_its_default_where_there_is_none():
    book = AddressBook([address(1, "shipping", "a", True), address(2, "shipping", "b", True)], ())
    book.move(2, 1)
    book.move(1, 3)

    assert book.changed_addresses() == [address(3, "shipping", "b", False), address(3, "shipping", "a", True)]


def test_an_address_both_have_becomes_the_default_where_there_is_none():
    book = AddressBook([address(1, "shipping", "a", False), address(2, "shipping", "a", True)], ())
    book.move(2, 1)

    assert book.changed_addresses() == [address(1, "shipping", "a", True)]


def test_a_contact_is_kept_once():
    book = AddressBook((), [ContactRow(1, "Ada", "", "", "")])

    assert not book.add_contacts([ContactRow(1, "Ada", "", "", "")])
    assert book.add_contacts([ContactRow(1, "Ada", "boss", "", "")])
    assert book.changed_contacts() == [ContactRow(1, "Ada", "boss", "", "")]
