"""Reads in sets what a batch of placements needs to know."""

from collections.abc import Iterable, Sequence

from ordino.catalog.decide.price import PriceRow, PriceTable
from ordino.engine import Statements, Unit
from ordino.engine.unit import FEW
from ordino.engine.wholes import Whole
from ordino.kernel.messages import Record
from ordino.network.decide.tax import TaxRateRow, TaxTable
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.place_order import PlacementFacts
from ordino.orders.decide.placement_rows import ChannelFacts, ComponentFacts, CustomerFacts, SkuFacts

SQL = Statements("ordino.orders")


class Reference(Record, frozen=True, order=True):
    """An external reference in the namespace of its channel, which is named by its code."""

    channel: str
    external_reference: str


class KnownOrder(Record, frozen=True):
    channel: str
    external_reference: str
    id: int
    state: str
    version: int
    total_minor: int
    currency: str


class _ComponentRow(Record, frozen=True):
    bundle_id: int
    quantity: int
    id: int
    code: str
    name: str
    kind: str
    tax_category: str
    quantity_scale: int
    sellable: bool
    backorderable: bool


class _CustomerRow(Record, frozen=True):
    asked_id: int
    id: int
    name: str
    email: str
    price_list_id: int | None
    credit_limit_minor: int | None
    currency: str | None
    channel_id: int | None
    external_reference: str | None


class _CreditUsed(Record, frozen=True):
    customer_id: int
    used_minor: int


class _Named(Record, frozen=True):
    """References in the namespaces of channels, as two lists of the same length."""

    channels: list[str]
    references: list[str]

    @classmethod
    def of(cls, named: Iterable[tuple[str, str | None]]) -> "_Named":
        """Each reference once."""
        pairs = sorted({(channel, reference) for channel, reference in named if reference is not None})
        return cls([channel for channel, _ in pairs], [reference for _, reference in pairs])


class KnownOrders:
    """The orders that were placed before under the batch's external references."""

    def __init__(self, rows: Sequence[KnownOrder]) -> None:
        self._rows = rows

    @classmethod
    def of(cls, unit: Unit, commands: Sequence[PlaceOrder]) -> "KnownOrders":
        named = _Named.of((command.channel, command.external_reference) for command in commands)
        if not named.references:
            return cls(())
        return cls(
            unit.fetch(
                SQL.select_known_references,
                KnownOrder,
                order_channels=named.channels,
                order_references=named.references,
            )
        )

    def by_reference(self) -> dict[Reference, KnownOrder]:
        return {Reference(row.channel, row.external_reference): row for row in self._rows}


class _Facts(Record, frozen=True):
    known: list[KnownOrder]
    channels: list[ChannelFacts]
    skus: list[SkuFacts]
    customers: list[_CustomerRow]
    prices: list[PriceRow]
    taxes: list[TaxRateRow]


_FACTS = Whole(
    _Facts,
    known=SQL.select_known_references,
    channels=SQL.select_channels,
    skus=SQL.select_skus,
    customers=SQL.select_customers,
    prices=SQL.select_prices,
    taxes=SQL.select_tax_rates,
)


class PlacementQuestion:
    """Everything a batch of placements needs to know, asked as one question (decision 0201)."""

    def __init__(self, unit: Unit, commands: Sequence[PlaceOrder], *, known: bool = True) -> None:
        """With `known` the orders that have the external references are asked for, too."""
        self._unit = unit
        self._commands = commands
        self._unpriced = sorted({line.sku for command in commands for line in command.lines if line.unit_price is None})
        orders = _Named.of((command.channel, command.external_reference) for command in (commands if known else ()))
        customers = _Named.of((command.channel, command.customer_reference) for command in commands)
        fetch = _FACTS.fetch if len(commands) <= FEW else _FACTS.fetch_apart
        self._facts = fetch(
            unit,
            order_channels=orders.channels,
            order_references=orders.references,
            channels=sorted({command.channel for command in commands}),
            codes=sorted({line.sku for command in commands for line in command.lines}),
            customer_ids=sorted({command.customer_id for command in commands if command.customer_id is not None}),
            customer_channels=customers.channels,
            customer_references=customers.references,
            unpriced=self._unpriced,
            countries=_countries_to_tax(commands),
        )

    def known(self) -> KnownOrders:
        return KnownOrders(self._facts.known)

    def facts(self) -> PlacementFacts:
        """Channels, SKUs, bundles, customers with credit, prices and tax rates of the batch."""
        asked, unit = self._facts, self._unit
        customers = _with_credit(unit, self._commands, asked.customers)
        by_id = {row.asked_id: facts for row, facts in customers}
        return PlacementFacts(
            channels={row.code: row for row in asked.channels},
            skus={row.code: row for row in asked.skus},
            components=_read_components(unit, [sku.id for sku in asked.skus if sku.kind == "bundle"]),
            customers=by_id,
            customers_by_reference={
                (row.channel_id, row.external_reference): facts
                for row, facts in customers
                if row.channel_id is not None and row.external_reference is not None
            },
            prices=_price_table(unit, self._unpriced, asked.prices, asked.channels, by_id.values()),
            taxes=TaxTable(asked.taxes),
        )


def read_placement_facts(unit: Unit, commands: Sequence[PlaceOrder]) -> PlacementFacts:
    """What a batch of placements needs to know, for orders of which it is known that they are not placed yet."""
    return PlacementQuestion(unit, commands, known=False).facts()


def _read_components(unit: Unit, bundle_ids: list[int]) -> dict[int, tuple[ComponentFacts, ...]]:
    if not bundle_ids:
        return {}
    components: dict[int, tuple[ComponentFacts, ...]] = {}
    for row in unit.fetch(SQL.select_components, _ComponentRow, bundle_ids=bundle_ids):
        sku = SkuFacts(
            row.id, row.code, row.name, row.kind, row.tax_category, row.quantity_scale, row.sellable, row.backorderable
        )
        components[row.bundle_id] = (*components.get(row.bundle_id, ()), ComponentFacts(sku, row.quantity))
    return components


def _with_credit(
    unit: Unit, commands: Sequence[PlaceOrder], rows: Sequence[_CustomerRow]
) -> list[tuple[_CustomerRow, CustomerFacts]]:
    on_invoice = any(command.payment_terms == "on_invoice" for command in commands)
    used = _read_credit_used(unit, [row.id for row in rows]) if on_invoice else {}
    return [
        (
            row,
            CustomerFacts(
                row.id,
                row.name,
                row.email,
                row.price_list_id,
                row.credit_limit_minor,
                row.currency,
                used.get(row.id, 0),
            ),
        )
        for row in rows
    ]


def _read_credit_used(unit: Unit, customer_ids: list[int]) -> dict[int, int]:
    unit.fetch_values(SQL.lock_credit, ids=customer_ids)
    rows = unit.fetch(SQL.select_credit_used, _CreditUsed, ids=customer_ids)
    return {row.customer_id: row.used_minor for row in rows}


def _price_table(
    unit: Unit,
    codes: list[str],
    asked: Sequence[PriceRow],
    channels: Iterable[ChannelFacts],
    customers: Iterable[CustomerFacts],
) -> PriceTable:
    """What the channels' price lists say, and the customers' own, which are known only when the customers are."""
    own = {row.price_list_id for row in customers} - {channel.price_list_id for channel in channels} - {None}
    if not (codes and own):
        return PriceTable(asked)
    return PriceTable(
        [*asked, *unit.fetch(SQL.select_prices_of_lists, PriceRow, codes=codes, price_list_ids=list(own))]
    )


def _countries_to_tax(commands: Sequence[PlaceOrder]) -> list[str]:
    """Only destinations whose rates are not given."""
    return sorted(
        {
            command.ship_to.country
            for command in commands
            if not command.priced_elsewhere and any(line.tax_rate is None for line in command.lines)
        }
    )
