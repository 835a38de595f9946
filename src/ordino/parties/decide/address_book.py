"""The addresses and contacts of the customers of a batch: what is known, and what differs."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.kernel.registration import changed_fields
from ordino.parties.rows import AddressRow, ContactRow

_AddressKey = tuple[int, str, str]
_ContactKey = tuple[int, str, str]


class AddressBook:
    """Keeps each address once for a customer and purpose, at most one of them as default, and each contact once."""

    def __init__(self, addresses: Sequence[AddressRow], contacts: Sequence[ContactRow]) -> None:
        self._addresses = {_address_key(row): row for row in addresses}
        self._contacts = {_contact_key(row): row for row in contacts}
        self._defaults = {(row.customer_id, row.purpose): _address_key(row) for row in addresses if row.is_default}
        self._changed_addresses: dict[_AddressKey, None] = {}
        self._changed_contacts: dict[_ContactKey, None] = {}

    def add_addresses(self, rows: Sequence[AddressRow]) -> bool:
        """Keep the addresses; a new default takes the place of the old one. Whether anything differs."""
        different = [self._add_address(row) for row in rows]
        return any(different)

    def add_contacts(self, rows: Sequence[ContactRow]) -> bool:
        """Keep the contacts. Whether anything differs."""
        different = [row for row in rows if self._contacts.get(_contact_key(row)) != row]
        for row in different:
            self._contacts[_contact_key(row)] = row
            self._changed_contacts[_contact_key(row)] = None
        return bool(different)

    def move(self, from_id: int, to_id: int) -> None:
        """Give one customer's addresses and contacts to another one, whose own defaults stay."""
        for address in [row for row in self._addresses.values() if row.customer_id == from_id]:
            del self._addresses[_address_key(address)]
            self._defaults.pop((from_id, address.purpose), None)
            self._changed_addresses.pop(_address_key(address), None)
            moved = replace(
                address,
                customer_id=to_id,
                is_default=address.is_default and (to_id, address.purpose) not in self._defaults,
            )
            if moved.is_default or _address_key(moved) not in self._addresses:
                self._add_address(moved)
        for contact in [row for row in self._contacts.values() if row.customer_id == from_id]:
            del self._contacts[_contact_key(contact)]
            self._changed_contacts.pop(_contact_key(contact), None)
            moved_contact = replace(contact, customer_id=to_id)
            if _contact_key(moved_contact) not in self._contacts:
                self.add_contacts([moved_contact])

    def changed_addresses(self) -> list[AddressRow]:
        """What to write; those that are no default any more come first, because there is one default at any moment."""
        rows = [self._addresses[key] for key in self._changed_addresses]
        return sorted(rows, key=lambda row: (row.is_default, _address_key(row)))

    def changed_contacts(self) -> list[ContactRow]:
        return sorted((self._contacts[key] for key in self._changed_contacts), key=_contact_key)

    def _add_address(self, row: AddressRow) -> bool:
        known = self._addresses.get(_address_key(row))
        kept = row if known is None else replace(row, is_default=row.is_default or known.is_default)
        if known is not None and not changed_fields(known, kept):
            return False
        if kept.is_default:
            self._become_default(kept)
        self._addresses[_address_key(kept)] = kept
        self._changed_addresses[_address_key(kept)] = None
        return True

    def _become_default(self, new: AddressRow) -> None:
        before = self._defaults.get((new.customer_id, new.purpose))
        if before is not None and before != _address_key(new):
            self._addresses[before] = replace(self._addresses[before], is_default=False)
            self._changed_addresses[before] = None
        self._defaults[new.customer_id, new.purpose] = _address_key(new)


def _address_key(row: AddressRow) -> _AddressKey:
    return row.customer_id, row.purpose, row.fingerprint


def _contact_key(row: ContactRow) -> _ContactKey:
    return row.customer_id, row.name, row.email
