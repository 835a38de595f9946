"""The shop that benchmarks order from: a channel with prices and tax, three stocked locations, a carrier, customers."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from ordino.catalog.commands import PriceEntry, RegisterSku, SetPrices
from ordino.engine import SYSTEM, Completed, Engine, Statements
from ordino.inventory.commands import ReceiveStock
from ordino.kernel.messages import Command, Record
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)

SQL = Statements("ordino.simulation.benchmarks")
CHANNEL = "shop"
PLENTY = 100_000_000
HOT_SKU = "HOT"
BATCH = 500
_PLACES = (("LON", "London", "51.5072", "-0.1276"), ("MAN", "Manchester", "53.4808", "-2.2426"))
FILLED = ("parties_customer", "catalog_sku", "catalog_price", "inventory_level")
LOCATIONS = (*_PLACES, ("GLA", "Glasgow", "55.8642", "-4.2518"))


class World(Record, frozen=True):
    """How much there is to order from, and who orders."""

    skus: int = 2_000
    customers: int = 100_000


def sku_code(number: int) -> str:
    return f"SKU-{number:05}"


def customer_reference(number: int) -> str:
    return f"C{number:06}"


def run(engine: Engine, commands: Sequence[Command]) -> None:
    """Carry the commands out in batches; none may be refused."""
    for start in range(0, len(commands), BATCH):
        for outcome in engine.execute(commands[start : start + BATCH], actor=SYSTEM):
            if not isinstance(outcome, Completed):
                raise RuntimeError(f"the benchmark's own preparation was refused: {outcome}")


def build_world(engine: Engine, world: World) -> None:
    """Fill an empty database with the shop; every SKU is in stock at all locations."""
    codes = (HOT_SKU, *map(sku_code, range(world.skus)))
    _build_network(engine)
    skus = [
        RegisterSku(
            code=code, name=f"Article {code}", weight_grams=400, tax_category="standard" if i % 5 else "reduced"
        )
        for i, code in enumerate(codes)
    ]
    run(engine, skus)
    prices = [PriceEntry(sku=code, unit_price=Decimal(199 + 37 * i % 5_000) / 100) for i, code in enumerate(codes)]
    run(engine, [SetPrices(price_list="retail", currency="GBP", includes_tax=True, prices=tuple(prices))])
    _build_channel(engine)
    for code, *_ in LOCATIONS:
        run(engine, [ReceiveStock(sku=sku, location=code, quantity=PLENTY) for sku in codes])
    with engine.connection() as connection:
        connection.execute(SQL.insert_customers.text, {"channel": CHANNEL, "customers": world.customers})
        connection.commit()
        connection.autocommit = True
        connection.execute(f"vacuum analyze {', '.join(FILLED)}")
        connection.autocommit = False


def _build_network(engine: Engine) -> None:
    locations = [
        RegisterLocation(
            code=code,
            name=city,
            country="GB",
            city=city,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            time_zone="Europe/London",
            cutoff=time(15),
            working_days=(1, 2, 3, 4, 5),
            priority=100 + 10 * place,
        )
        for place, (code, city, latitude, longitude) in enumerate(LOCATIONS)
    ]
    run(engine, locations)
    rate = RateEntry(
        from_country="GB", to_country="GB", max_weight_grams=30_000, amount_minor=395, currency="GBP", transit_days=2
    )
    run(engine, [RegisterCarrier(code="post", services=(ServiceEntry(code="parcel", rates=(rate,)),))])
    standard = TaxRateEntry(country="GB", rate=Decimal(20), valid_from=date(2011, 1, 4))
    reduced = TaxRateEntry(country="GB", rate=Decimal(5), valid_from=date(2011, 1, 4), category="reduced")
    run(engine, [SetTaxRates(rates=(standard, reduced))])


def _build_channel(engine: Engine) -> None:
    with engine.reader() as reader:
        (price_list_id,) = reader.fetch_values(SQL.select_price_list)
    channel = RegisterChannel(
        code=CHANNEL,
        name="Shop",
        currency="GBP",
        price_list_id=price_list_id,
        prices_include_tax=True,
        time_zone="Europe/London",
    )
    run(engine, [channel])
