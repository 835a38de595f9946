"""Making known what a file names and nobody has registered: the channel, locations, products, customers."""

from collections.abc import Iterable, Sequence

from msgspec import UNSET

from ordino.adapters.importing.door import Door
from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.mapping import ImportMapping
from ordino.adapters.importing.orders import customer_reference
from ordino.adapters.importing.report import Refusal, refusal
from ordino.catalog.commands import RegisterSku
from ordino.catalog.queries import skus_by_code
from ordino.engine import Actor
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import Problem
from ordino.network.commands import RegisterChannel, RegisterLocation
from ordino.network.queries import channels_by_code, locations_by_code
from ordino.parties.commands import AddressEntry, ContactEntry, RegisterCustomer
from ordino.parties.decide.address import PostalAddress
from ordino.parties.queries import customers_by_reference
from ordino.parties.rows import CustomerReference

_IN_A_CHANNEL = ("orders", "customers")


def register_sku(line: Line) -> RegisterSku:
    """The SKU of a line; what the file does not say stays as it is."""
    return RegisterSku(code=line.sku, name=line.description or UNSET, weight_grams=line.weight_grams or UNSET)


def register_customer(line: Line, channel_id: int, mapping: ImportMapping) -> RegisterCustomer:
    """The customer of a line in the namespace of the channel; where the line names none, the one at the counter."""
    if not line.customer and mapping.counter_customer is not None:
        counter = mapping.counter_customer
        return RegisterCustomer(channel_id=channel_id, external_reference=counter.reference, name=counter.name)
    return RegisterCustomer(
        channel_id=channel_id,
        external_reference=line.customer,
        customer_kind=mapping.customer_kind,
        name=line.customer_name or f"Customer {line.customer}",
        email=line.email or UNSET,
        phone=line.phone or UNSET,
        country=line.country,
        currency=mapping.currency or UNSET,
        addresses=_addresses(line),
        contacts=(ContactEntry(name=line.contact),) if line.contact else (),
    )


def _addresses(line: Line) -> tuple[AddressEntry, ...]:
    """The address, where the line says more than a country."""
    if not line.country or not (line.street or line.city):
        return ()
    address = PostalAddress(
        recipient=line.recipient,
        company=line.company,
        street=line.street,
        city=line.city,
        region=line.region,
        postal_code=line.postal_code,
        country=line.country,
    )
    return (AddressEntry(address=address, phone=line.phone, is_default=True),)


def channel_id_of(engine: Door, code: str) -> int:
    """The key of a channel that `prepare_places` has seen."""
    with engine.reader() as reader:
        return channels_by_code(reader, [code])[code].id


def knows_channel(engine: Door, mapping: ImportMapping) -> bool:
    """Whether the channel is there, or none is needed."""
    if mapping.kind not in _IN_A_CHANNEL:
        return True
    with engine.reader() as reader:
        return mapping.channel in channels_by_code(reader, [mapping.channel])


def new_locations(engine: Door, mapping: ImportMapping) -> set[str]:
    """The mapping's locations that nobody has registered."""
    with engine.reader() as reader:
        known = locations_by_code(reader, [receipt.location for receipt in mapping.locations])
    return {receipt.location for receipt in mapping.locations} - set(known)


def prepare_places(engine: Door, mapping: ImportMapping, actor: Actor) -> Refusal | None:
    """See that the mapping's channel and locations are there; make them known where the mapping says so.

    A channel is made with `create_missing`, a location that says its country. Answers the first problem.
    """
    with engine.reader() as reader:
        channels = channels_by_code(reader, [mapping.channel])
    unknown = new_locations(engine, mapping)
    for receipt in mapping.locations:
        if receipt.location in unknown and not receipt.country:
            found = f"There is no location {receipt.location}"
            return Refusal(field="locations", found=found, accepted="a known location, or one that says its country")
    new = [receipt for receipt in mapping.locations if receipt.location in unknown]
    locations = [
        RegisterLocation(code=new_one.location, name=new_one.location, country=new_one.country) for new_one in new
    ]
    problem = _execute(engine, locations, actor)
    if problem is not None:
        return refusal(problem, 0, "locations")
    if mapping.kind not in _IN_A_CHANNEL or mapping.channel in channels:
        return None
    if not mapping.create_missing:
        found = f"There is no channel {mapping.channel}"
        return Refusal(
            field="channel", found=found, accepted="a known channel, or create_missing = true in the mapping"
        )
    channel = RegisterChannel(
        code=mapping.channel, name=mapping.channel, currency=mapping.currency, time_zone=mapping.time_zone
    )
    problem = _execute(engine, [channel], actor)
    return refusal(problem, 0, "channel") if problem is not None else None


def _execute(engine: Door, commands: Sequence[Command], actor: Actor) -> Problem | None:
    if not commands:
        return None
    outcomes = engine.execute(commands, actor=actor)
    return next((outcome.problem for outcome in outcomes if isinstance(outcome, Refused)), None)


class MissingNames:
    """Registers the products and customers that orders name, where the mapping says so; asks the database about each name once.

    `skus` and `customers` are the names that nobody knew: known now, or in a dry run not.
    """

    def __init__(self, engine: Door, mapping: ImportMapping, actor: Actor) -> None:
        self._engine = engine
        self._mapping = mapping
        self._actor = actor
        self.skus: set[str] = set()
        self.customers: set[str] = set()
        self._asked_skus: set[str] = set()
        self._asked_customers: set[str] = set()

    def register_names(self, lines: Iterable[Line]) -> None:
        """The unknown SKUs and customers of the lines. What is refused shows when its order is placed."""
        skus: dict[str, Line] = {}
        customers: dict[str, Line] = {}
        for line in lines:
            if line.kind == "goods":
                skus.setdefault(line.sku, line)
                if reference := customer_reference(line, self._mapping):
                    customers.setdefault(reference, line)
        self.register_skus(list(skus.values()))
        self._register_customers({name: line for name, line in customers.items() if name not in self._asked_customers})

    def register_skus(self, lines: Sequence[Line]) -> None:
        """The unknown SKUs of the lines, one line for each."""
        asked = {line.sku: line for line in lines if line.sku not in self._asked_skus}
        if not asked:
            return
        with self._engine.reader() as reader:
            known = skus_by_code(reader, list(asked))
        missing = {code: line for code, line in asked.items() if code not in known}
        self._register([register_sku(line) for line in missing.values()])
        self.skus |= set(missing)
        self._asked_skus |= set(asked)

    def _register_customers(self, lines: dict[str, Line]) -> None:
        if not lines:
            return
        channel_id = channel_id_of(self._engine, self._mapping.channel)
        with self._engine.reader() as reader:
            known = customers_by_reference(reader, [CustomerReference(channel_id, name) for name in lines])
        there = {reference.external_reference for reference in known}
        missing = {name: line for name, line in lines.items() if name not in there}
        self._register([register_customer(line, channel_id, self._mapping) for line in missing.values()])
        self.customers |= set(missing)
        self._asked_customers |= set(lines)

    def _register(self, commands: Sequence[Command]) -> None:
        if self._mapping.create_missing:
            _execute(self._engine, commands, self._actor)
