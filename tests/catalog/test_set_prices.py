"""Prices are set in lists, with quantity breaks, customer prices and validity."""

from datetime import date
from decimal import Decimal

import pytest

from ordino.catalog.commands import AcceptedPrices, PriceEntry, RegisterSku, SetPrices
from ordino.catalog.events import PricesSet
from ordino.catalog.problems import CurrencyFixed, UnknownSkus
from ordino.catalog.queries import price_lists_by_code, prices, skus_by_code
from ordino.catalog.rows import PriceListRow, PriceWish
from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, Problem
from tests.conftest import TestEngine

TODAY = date(2026, 3, 2)


@pytest.fixture
def skus(engine: TestEngine) -> dict[str, int]:
    engine.execute([RegisterSku(code="A", barcodes=("111",)), RegisterSku(code="B")], actor=SYSTEM)
    with engine.reader() as reader:
        return {code: row.id for code, row in skus_by_code(reader, ["A", "B"]).items()}


def set_prices(engine: TestEngine, *entries: PriceEntry, currency: str = "GBP", **given: object) -> Outcome:
    command = SetPrices(price_list="RETAIL", currency=currency, prices=entries, **given)  # type: ignore[arg-type]
    return engine.execute([command], actor=SYSTEM)[0]


def result_of(outcome: Outcome) -> AcceptedPrices:
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, AcceptedPrices)
    return outcome.result


def price(engine: TestEngine, sku_id: int, quantity: int, customer_id: int | None = None) -> Decimal | None:
    with engine.reader() as reader:
        price_list = price_lists_by_code(reader, ["RETAIL"])["RETAIL"]
        table = prices(reader, [PriceWish(price_list.id, sku_id, customer_id)])
    found = table.price(
        price_list_id=price_list.id, sku_id=sku_id, customer_id=customer_id, quantity=quantity, day=TODAY
    )
    return found.unit_price if found else None


def test_a_list_is_made_with_its_first_prices(engine: TestEngine, skus: dict[str, int]):
    outcome = set_prices(
        engine,
        PriceEntry(sku="A", unit_price=Decimal("2.55")),
        PriceEntry(sku="111", unit_price=Decimal("2.10"), minimum_quantity=10),
        PriceEntry(sku="A", unit_price=Decimal("1.999999"), minimum_quantity=5, customer_id=42),
        valid_to=date(2026, 3, 31),
    )

    accepted = result_of(outcome)
    assert accepted.changed == 3
    assert isinstance(outcome, Completed)
    assert [entry.event for entry in outcome.events] == [
        PricesSet(price_list_id=accepted.price_list_id, code="RETAIL", sku_ids=(skus["A"],), changed=("code",))
    ]
    with engine.reader() as reader:
        assert price_lists_by_code(reader, ["RETAIL", "?"]) == {
            "RETAIL": PriceListRow(accepted.price_list_id, "RETAIL", "GBP", True, None, date(2026, 3, 31))
        }
    assert [price(engine, skus["A"], quantity) for quantity in (1, 9, 10)] == [
        Decimal("2.55"),
        Decimal("2.55"),
        Decimal("2.10"),
    ]
    assert [price(engine, skus["A"], quantity, 42) for quantity in (1, 5, 10)] == [
        Decimal("2.55"),
        Decimal("1.999999"),
        Decimal("1.999999"),
    ]
    assert price(engine, skus["B"], 1) is None


def test_setting_the_same_prices_again_does_nothing_and_another_one_changes_that_one(
    engine: TestEngine, skus: dict[str, int]
):
    both = (PriceEntry(sku="A", unit_price=Decimal("2.55")), PriceEntry(sku="B", unit_price=Decimal("7")))
    set_prices(engine, *both)

    again = set_prices(engine, *both)
    other = set_prices(engine, PriceEntry(sku="A", unit_price=Decimal("3")), both[1])

    assert isinstance(again, Replayed)
    assert (result_of(again).changed, result_of(other).changed) == (0, 1)
    assert (price(engine, skus["A"], 1), price(engine, skus["B"], 1)) == (Decimal("3"), Decimal("7"))


def test_of_two_prices_for_one_key_the_last_one_holds(engine: TestEngine, skus: dict[str, int]):
    outcome = set_prices(
        engine, PriceEntry(sku="A", unit_price=Decimal("1")), PriceEntry(sku="A", unit_price=Decimal("2"))
    )

    assert result_of(outcome).changed == 1
    assert price(engine, skus["A"], 1) == Decimal("2")


@pytest.mark.usefixtures("skus")
@pytest.mark.parametrize(
    ("entry", "given", "expected"),
    [
        (PriceEntry(sku="?", unit_price=Decimal(1)), {}, (UnknownSkus, "?")),
        (PriceEntry(sku="A", unit_price=Decimal("-0.01")), {}, (InvalidInput, "below zero")),
        (PriceEntry(sku="A", unit_price=Decimal("0.0000001")), {}, (InvalidInput, "6 decimal places")),
        (PriceEntry(sku="A", unit_price=Decimal("NaN")), {}, (InvalidInput, "finite")),
        (PriceEntry(sku="A", unit_price=Decimal(10) ** 12), {}, (InvalidInput, "12 digits")),
        (PriceEntry(sku="A", unit_price=Decimal(1), minimum_quantity=0), {}, (InvalidInput, "minimum_quantity")),
        (PriceEntry(sku="A", unit_price=Decimal(1), customer_id=10**20), {}, (InvalidInput, "customer_id")),
        (PriceEntry(sku="A", unit_price=Decimal(1)), {"currency": "EUR"}, (CurrencyFixed, "is in GBP")),
        (
            PriceEntry(sku="A", unit_price=Decimal(1)),
            {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 3, 31)},
            (InvalidInput, "is before"),
        ),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_changes_nothing(
    engine: TestEngine, entry: PriceEntry, given: dict[str, object], expected: tuple[type[Problem], str]
):
    set_prices(engine, PriceEntry(sku="B", unit_price=Decimal(1)))
    given = {"currency": "GBP", **given}

    outcome = set_prices(engine, PriceEntry(sku="B", unit_price=Decimal(9)), entry, **given)  # type: ignore[arg-type]

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, expected[0])
    assert expected[1] in outcome.problem.detail()
    with engine.connection() as connection:
        assert connection.execute("select unit_price from catalog_price").fetchall() == [(Decimal(1),)]


def test_a_new_list_needs_a_currency(engine: TestEngine):
    [outcome] = engine.execute([SetPrices(price_list="NEW", prices=())], actor=SYSTEM)

    assert isinstance(outcome, Refused)
    assert outcome.problem == InvalidInput(field="currency", reason="'' is no currency; give its ISO 4217 code.")
