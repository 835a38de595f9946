"""Channels, locations, carriers and tax rates are registered, again and again, in batches."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Command, Event, Refused
from ordino.kernel.problems import InvalidInput
from ordino.network.commands import (
    RateEntry,
    RegisterCarrier,
    RegisterChannel,
    Registered,
    RegisterLocation,
    ServiceEntry,
    SetTaxRates,
    TaxRateEntry,
)
from ordino.network.decide.calendar import calendar_of, ship_by
from ordino.network.decide.distance import coordinates_of, distance_metres
from ordino.network.events import (
    CarrierChanged,
    ChannelChanged,
    ChannelRegistered,
    LocationChanged,
    LocationRegistered,
    TaxRatesSet,
)
from ordino.network.queries import (
    channels_by_code,
    channels_by_id,
    fulfilling_locations,
    locations_by_code,
    locations_by_id,
    rates,
    tax_rates,
)
from ordino.network.rows import ChannelRow, Lane, TaxPlace
from tests.conftest import TestEngine

SHOP = RegisterChannel(code="shop", name="Web shop", currency="GBP", time_zone="Europe/London")
LONDON = RegisterLocation(
    code="LON", name="London", country="GB", city="London", latitude=Decimal("51.5074"), longitude=Decimal("-0.1278"),
    time_zone="Europe/London", cutoff=time(14), working_days=(1, 2, 3, 4, 5), priority=10,
)  # fmt: skip


def run(engine: TestEngine, *commands: Command) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def result_of(outcome: Outcome) -> Registered:
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, Registered)
    return outcome.result


def events_of(outcome: Outcome) -> list[Event]:
    assert isinstance(outcome, Completed), outcome
    return [entry.event for entry in outcome.events]


def test_a_channel_gets_defaults_for_what_is_not_given(engine: TestEngine):
    [outcome] = run(engine, SHOP)

    channel_id = result_of(outcome).id
    assert events_of(outcome) == [ChannelRegistered(channel_id=channel_id, code="shop", currency="GBP")]
    with engine.reader() as reader:
        expected = ChannelRow(
            channel_id, "shop", "Web shop", "shop", "GBP", None, True, "total", 0, "backorder", None, "Europe/London"
        )
        assert channels_by_code(reader, ["shop", "?"]) == {"shop": expected}
        assert channels_by_id(reader, [channel_id]) == {channel_id: expected}


def test_a_channel_registered_again_changes_what_is_given_and_may_clear_it(engine: TestEngine):
    first, second, third, fourth = run(
        engine,
        SHOP,
        RegisterChannel(code="shop", payment_minutes=60, stock_buffer=2, out_of_stock="refuse"),
        RegisterChannel(code="shop", stock_buffer=2),
        RegisterChannel(code="shop", payment_minutes=None),
    )

    channel_id = result_of(first).id
    changed = ("stock_buffer", "out_of_stock", "payment_minutes")
    assert events_of(second) == [ChannelChanged(channel_id=channel_id, code="shop", changed=changed)]
    assert isinstance(third, Replayed)
    assert events_of(fourth) == [ChannelChanged(channel_id=channel_id, code="shop", changed=("payment_minutes",))]
    with engine.reader() as reader:
        row = channels_by_code(reader, ["shop"])["shop"]
    assert (row.name, row.stock_buffer, row.out_of_stock, row.payment_minutes) == ("Web shop", 2, "refuse", None)


def test_a_location_carries_its_calendar_and_coordinates(engine: TestEngine):
    paris = RegisterLocation(code="PAR", country="FR", latitude=Decimal("48.8566"), longitude=Decimal("2.3522"))
    outcomes = run(
        engine,
        RegisterLocation(code="LON", country="GB", holidays=(date(2026, 3, 9),), holiday_years=(2026,)),
        LONDON,
        paris,
        RegisterLocation(code="OLD", country="GB", active=False),
        RegisterLocation(code="RET", country="GB", fulfills=False),
    )

    assert events_of(outcomes[0]) == [
        LocationRegistered(location_id=result_of(outcomes[0]).id, code="LON", country="GB")
    ]
    assert not result_of(outcomes[1]).created
    with engine.reader() as reader:
        london, second = fulfilling_locations(reader)
        assert set(locations_by_code(reader, ["OLD", "RET", "?"])) == {"OLD", "RET"}
        assert locations_by_id(reader, [london.id])[london.id].code == "LON"
    assert (london.code, second.code) == ("LON", "PAR")
    assert date(2026, 12, 25) in london.holidays
    assert ship_by(datetime(2026, 3, 6, 14, tzinfo=UTC), calendar_of(london)) == date(2026, 3, 10)
    assert ship_by(datetime(2026, 3, 6, 14, tzinfo=UTC), calendar_of(second)) == date(2026, 3, 6)
    places = coordinates_of(london), coordinates_of(second)
    assert places[0] is not None
    assert places[1] is not None
    assert distance_metres(places[0], places[1]) == 343_557
    assert coordinates_of(locations_by_code_of(engine, "OLD")) is None


def locations_by_code_of(engine: TestEngine, code: str):
    with engine.reader() as reader:
        return locations_by_code(reader, [code])[code]


def test_holidays_are_replaced_only_where_they_are_given(engine: TestEngine):
    run(engine, RegisterLocation(code="LON", country="GB", holidays=(date(2026, 3, 9), date(2026, 3, 9))))

    [unspoken] = run(engine, RegisterLocation(code="LON", name="London"))
    [same] = run(engine, RegisterLocation(code="LON", holidays=(date(2026, 3, 9),)))
    assert locations_by_code_of(engine, "LON").holidays == [date(2026, 3, 9)]
    [emptied] = run(engine, RegisterLocation(code="LON", holidays=()))

    location_id = result_of(emptied).id
    assert events_of(unspoken) == [LocationChanged(location_id=location_id, code="LON", changed=("name",))]
    assert isinstance(same, Replayed)
    assert events_of(emptied) == [LocationChanged(location_id=location_id, code="LON", changed=("holidays",))]
    assert locations_by_code_of(engine, "LON").holidays == []


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (RegisterChannel(code=""), "code"),
        (RegisterChannel(code="x"), "currency"),
        (RegisterChannel(code="x", currency="gbp"), "currency"),
        (RegisterChannel(code="x", currency="GBP", stock_buffer=-1), "stock_buffer"),
        (RegisterChannel(code="x", currency="GBP", payment_minutes=0), "payment_minutes"),
        (RegisterChannel(code="x", currency="GBP", price_list_id=10**30), "price_list_id"),
        (RegisterChannel(code="x", currency="GBP", time_zone="Mars/Base"), "time_zone"),
        (RegisterChannel(code="x", currency="GBP", tax_rounding="never"), "tax_rounding"),  # type: ignore[arg-type]
        (RegisterChannel(code="x", currency="GBP", out_of_stock="?"), "out_of_stock"),  # type: ignore[arg-type]
        (RegisterChannel(code="x", currency="GBP", name="\x00"), "text"),
        (RegisterLocation(code="x"), "country"),
        (RegisterLocation(code="x", country="United Kingdom"), "country"),
        (RegisterLocation(code="x", country="GB", latitude=Decimal(1)), "latitude"),
        (RegisterLocation(code="x", country="GB", latitude=Decimal("NaN"), longitude=Decimal(1)), "latitude"),
        (RegisterLocation(code="x", country="GB", latitude=Decimal(1), longitude=Decimal("180.1")), "longitude"),
        (RegisterLocation(code="x", country="GB", latitude=Decimal("0.0000001"), longitude=Decimal(1)), "latitude"),
        (RegisterLocation(code="x", country="GB", working_days=()), "working_days"),
        (RegisterLocation(code="x", country="GB", working_days=(0, 1)), "working_days"),
        (RegisterLocation(code="x", country="GB", working_days=(1, 1)), "working_days"),
        (RegisterLocation(code="x", country="GB", handling_days=366), "handling_days"),
        (RegisterLocation(code="x", country="GB", daily_capacity_orders=-1), "daily_capacity_orders"),
        (RegisterLocation(code="x", country="GB", priority=-1), "priority"),
        (RegisterLocation(code="x", country="GB", holiday_years=(1999,)), "holiday_years"),
    ],
)
def test_what_cannot_be_accepted_is_refused_with_its_field_and_changes_nothing(
    engine: TestEngine, command: Command, field: str
):
    [outcome] = run(engine, command)

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field
    with engine.connection() as connection:
        counts = connection.execute(
            "select (select count(*) from network_channel), (select count(*) from network_location)"
        )
        assert counts.fetchall() == [(0, 0)]


def step(grams: int, amount: int, *, to: str = "DE", days: int = 3) -> RateEntry:
    return RateEntry(
        from_country="GB", to_country=to, max_weight_grams=grams, amount_minor=amount, currency="GBP", transit_days=days
    )


def test_a_carriers_rate_tables_are_read_by_lane(engine: TestEngine):
    table = (step(2_000, 600), step(1_000, 400), step(1_000, 900, to="US", days=9))
    run(
        engine,
        RegisterCarrier(
            code="acme", services=(ServiceEntry(code="standard", rates=table), ServiceEntry(code="express"))
        ),
        RegisterCarrier(code="idle", active=False, services=(ServiceEntry(code="standard", rates=table),)),
    )

    with engine.reader() as reader:
        found = rates(reader, [Lane("GB", "DE"), Lane("GB", "DE"), Lane("DE", "GB")])
        assert rates(reader, []) == []
    assert [(row.carrier, row.service, row.max_weight_grams, row.amount_minor, row.transit_days) for row in found] == [
        ("acme", "standard", 1_000, 400, 3),
        ("acme", "standard", 2_000, 600, 3),
    ]


def test_a_carrier_registered_again_replaces_the_tables_it_names(engine: TestEngine):
    standard = ServiceEntry(code="standard", rates=(step(1_000, 400), step(2_000, 600)))
    express = ServiceEntry(code="express", rates=(step(1_000, 900, days=1),))
    [first] = run(engine, RegisterCarrier(code="acme", name="Acme", services=(standard, express)))

    [same] = run(engine, RegisterCarrier(code="acme", services=(standard,)))
    [other] = run(
        engine,
        RegisterCarrier(code="acme", services=(ServiceEntry(code="standard", rates=(step(1_000, 450),)), express)),
    )

    assert isinstance(same, Replayed)
    assert events_of(other) == [
        CarrierChanged(carrier_id=result_of(first).id, code="acme", changed=("services.standard",))
    ]
    with engine.reader() as reader:
        found = rates(reader, [Lane("GB", "DE")])
    assert [(row.service, row.amount_minor) for row in found] == [("express", 900), ("standard", 450)]


@pytest.mark.parametrize(
    ("services", "field"),
    [
        ((ServiceEntry(code=""),), "services"),
        ((ServiceEntry(code="a"), ServiceEntry(code="a")), "services"),
        ((ServiceEntry(code="a", volume_divisor=0),), "volume_divisor"),
        ((ServiceEntry(code="a", rates=(step(1, 1), step(1, 2))),), "rates"),
        ((ServiceEntry(code="a", rates=(step(0, 1),)),), "max_weight_grams"),
        ((ServiceEntry(code="a", rates=(step(1, -1),)),), "amount_minor"),
        ((ServiceEntry(code="a", rates=(step(1, 1, days=366),)),), "transit_days"),
        ((ServiceEntry(code="a", rates=(step(1, 1, to="Germany"),)),), "to_country"),
    ],
)
def test_a_wrong_service_or_rate_refuses_the_carrier(
    engine: TestEngine, services: tuple[ServiceEntry, ...], field: str
):
    [outcome] = run(engine, RegisterCarrier(code="acme", services=services))

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field


def test_tax_rates_are_known_by_place_category_and_first_day(engine: TestEngine):
    old = TaxRateEntry(country="GB", rate=Decimal("17.5"), valid_from=date(2010, 1, 1), valid_to=date(2011, 1, 3))
    new = TaxRateEntry(country="GB", rate=Decimal(20), valid_from=date(2011, 1, 4))
    california = TaxRateEntry(country="US", region="CA", rate=Decimal("7.25"), valid_from=date(2017, 1, 1))

    first, again, other = run(
        engine,
        SetTaxRates(rates=(old, new, california)),
        SetTaxRates(rates=(new, old)),
        SetTaxRates(rates=(TaxRateEntry(country="GB", rate=Decimal(21), valid_from=date(2011, 1, 4)),)),
    )
    [later] = run(engine, SetTaxRates(rates=(old, california)))

    assert events_of(first) == [TaxRatesSet(country="GB", changed=2), TaxRatesSet(country="US", changed=1)]
    assert isinstance(again, Replayed)
    assert isinstance(later, Replayed)
    assert events_of(other) == [TaxRatesSet(country="GB", changed=1)]
    with engine.reader() as reader:
        table = tax_rates(reader, [TaxPlace("GB"), TaxPlace("US", "CA")])
    day = date(2026, 3, 2)
    assert table.rate(country="GB", region="", category="standard", day=date(2010, 6, 1)) == Decimal("17.5")
    assert table.rate(country="GB", region="", category="standard", day=day) == Decimal(21)
    assert table.rate(country="US", region="CA", category="standard", day=day) == Decimal("7.25")
    assert table.rate(country="US", region="", category="standard", day=day) is None


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (TaxRateEntry(country="UKK", rate=Decimal(1), valid_from=date(2020, 1, 1)), "country"),
        (TaxRateEntry(country="GB", category="", rate=Decimal(1), valid_from=date(2020, 1, 1)), "category"),
        (TaxRateEntry(country="GB", rate=Decimal(-1), valid_from=date(2020, 1, 1)), "rate"),
        (TaxRateEntry(country="GB", rate=Decimal(1000), valid_from=date(2020, 1, 1)), "rate"),
        (TaxRateEntry(country="GB", rate=Decimal("Infinity"), valid_from=date(2020, 1, 1)), "rate"),
        (
            TaxRateEntry(country="GB", rate=Decimal(1), valid_from=date(2020, 1, 1), valid_to=date(2019, 1, 1)),
            "valid_to",
        ),
    ],
)
def test_a_wrong_tax_rate_is_refused(engine: TestEngine, entry: TaxRateEntry, field: str):
    [outcome] = run(engine, SetTaxRates(rates=(entry,)))

    assert isinstance(outcome, Refused)
    assert isinstance(outcome.problem, InvalidInput)
    assert outcome.problem.field == field
