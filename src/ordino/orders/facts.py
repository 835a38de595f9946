"""Reads in sets what a batch of placements needs to know."""

from collections.abc import Iterable, Sequence

from ordino.catalog.decide.price import PriceRow, PriceTable
from ordino.engine import Statements, Unit
from ordino.engine.reader import Answer
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


class KnownOrders:
    """The orders that were placed before under the batch's external references: asked for at once, awaited when needed."""

    def __init__(self, unit: Unit, commands: Sequence[PlaceOrder]) -> None:
        named = [command for command in commands if command.external_reference is not None]
        self._answer = (
            unit.ask(
                SQL.select_known_references,
                KnownOrder,
                channels=[command.channel for command in named],
                references=[command.external_reference for command in named],
            )
            if named
            else None
        )

    def by_reference(self) -> dict[Reference, KnownOrder]:
        rows = self._answer.rows() if self._answer is not None else []
        return {Reference(row.channel, row.external_reference): row for row in rows}


def read_placement_facts(unit: Unit, commands: Sequence[PlaceOrder]) -> PlacementFacts:
    """Channels, SKUs, bundles, customers with credit, prices and tax rates of the batch: one statement for each kind.

    What needs no other answer is asked together, so that one order waits for the database as seldom as a batch does.
    """
    codes = sorted({line.sku for command in commands for line in command.lines})
    channel_codes = sorted({command.channel for command in commands})
    asked_channels = unit.ask(SQL.select_channels, ChannelFacts, codes=channel_codes)
    asked_skus = unit.ask(SQL.select_skus, SkuFacts, codes=codes)
    asked_taxes = _ask_taxes(unit, commands)
    asked_customers = _ask_customers(unit, commands)
    unpriced = sorted({line.sku for command in commands for line in command.lines if line.unit_price is None})
    asked_prices = unit.ask(SQL.select_prices, PriceRow, codes=unpriced, channels=channel_codes) if unpriced else None
    channels = {row.code: row for row in asked_channels.rows()}
    skus = {row.code: row for row in asked_skus.rows()}
    taxes = TaxTable(asked_taxes.rows() if asked_taxes is not None else ())
    customers = _with_credit(unit, commands, asked_customers.rows() if asked_customers is not None else [])
    by_id = {row.asked_id: facts for row, facts in customers}
    return PlacementFacts(
        channels=channels,
        skus=skus,
        components=_read_components(unit, [sku.id for sku in skus.values() if sku.kind == "bundle"]),
        customers=by_id,
        customers_by_reference={
            (row.channel_id, row.external_reference): facts
            for row, facts in customers
            if row.channel_id is not None and row.external_reference is not None
        },
        prices=_price_table(unit, unpriced, asked_prices, channels.values(), by_id.values()),
        taxes=taxes,
    )


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


def _ask_customers(unit: Unit, commands: Sequence[PlaceOrder]) -> Answer[_CustomerRow] | None:
    ids = sorted({command.customer_id for command in commands if command.customer_id is not None})
    named = sorted({(c.channel, c.customer_reference) for c in commands if c.customer_reference is not None})
    if not ids and not named:
        return None
    channels, references = [channel for channel, _ in named], [reference for _, reference in named]
    return unit.ask(SQL.select_customers, _CustomerRow, ids=ids, channels=channels, references=references)


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
    asked: Answer[PriceRow] | None,
    channels: Iterable[ChannelFacts],
    customers: Iterable[CustomerFacts],
) -> PriceTable:
    """What the channels' price lists say, and the customers' own, which are known only when the customers are."""
    own = {row.price_list_id for row in customers} - {channel.price_list_id for channel in channels} - {None}
    rows = asked.rows() if asked is not None else []
    if codes and own:
        rows += unit.fetch(SQL.select_prices_of_lists, PriceRow, codes=codes, price_list_ids=list(own))
    return PriceTable(rows)


def _ask_taxes(unit: Unit, commands: Sequence[PlaceOrder]) -> Answer[TaxRateRow] | None:
    """Ask only for destinations whose rates are not given."""
    countries = {
        command.ship_to.country
        for command in commands
        if not command.priced_elsewhere and any(line.tax_rate is None for line in command.lines)
    }
    return unit.ask(SQL.select_tax_rates, TaxRateRow, countries=sorted(countries)) if countries else None
