"""What a batch knows of the network: locations as sources, rules by channel, calendars and transit. One statement a batch."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec

from ordino.engine import Reader, Statements
from ordino.kernel.messages import Record
from ordino.kernel.time import WorkingCalendar
from ordino.network.decide.calendar import Calendar, deliver_by, ship_by
from ordino.network.decide.distance import Coordinates, distance_metres
from ordino.sourcing.decide.rows import CostSetting, SourceLocation, SourcingRules

SQL = Statements("ordino.sourcing")
HOLIDAYS_BEFORE = timedelta(days=2)
HOLIDAYS_AFTER = timedelta(days=400)


class LocationCostRow(Record, frozen=True):
    location_id: int
    amount_minor: int


class LocationFact(Record, frozen=True):
    """A location that fulfills; `capacity` is orders a day, None without a limit."""

    id: int
    code: str
    priority: int
    country: str
    time_zone: str
    working_days: list[int]
    handling_days: int
    holidays: list[date]
    cutoff: time | None = None
    capacity: int | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


class RuleFact(Record, frozen=True):
    channel_id: int | None = None
    max_parcels: int = SourcingRules().max_parcels
    extra_parcel_cost_minor: int = 0
    default_transit_days: int | None = None
    costs: tuple[CostSetting, ...] = ()
    location_costs: tuple[LocationCostRow, ...] = ()


class LaneFact(Record, frozen=True):
    from_country: str
    to_country: str
    transit_days: int


class BufferFact(Record, frozen=True):
    """Units of every SKU that a channel leaves in stock."""

    channel_id: int
    stock_buffer: int


class _Facts(Record, frozen=True):
    locations: list[LocationFact]
    rules: list[RuleFact]
    lanes: list[LaneFact]
    buffers: list[BufferFact]


class _FactsRow(Record, frozen=True):
    """The facts as JSON."""

    facts: str


class _OrdersTaken(Record, frozen=True):
    location_id: int
    orders: int


_decoder = msgspec.json.Decoder(_Facts)


class Network:
    """The facts, arranged for deciding; what is asked twice is answered from memory."""

    def __init__(self, facts: _Facts, orders_taken: dict[int, int]) -> None:
        self._locations = {location.id: location for location in facts.locations}
        self._rules = {rule.channel_id: rule for rule in facts.rules}
        self._lanes = {(lane.from_country, lane.to_country): lane.transit_days for lane in facts.lanes}
        self._stock_buffers = {buffer.channel_id: buffer.stock_buffer for buffer in facts.buffers}
        self._orders_taken = orders_taken
        self._sources: dict[int, tuple[SourceLocation, ...]] = {}
        self._calendars: dict[int, Calendar] = {}
        self._shipping_days: dict[tuple[int, datetime], date] = {}
        self._deliveries: dict[tuple[int, date, int], date] = {}

    def uses_cost(self, name: str) -> bool:
        """Whether any rule of the batch's channels counts this cost."""
        return any(cost.name == name for rule in self._rules.values() for cost in rule.costs)

    def fulfills(self, location_id: int) -> bool:
        return location_id in self._locations

    def rules(self, channel_id: int, maximum_parcels: int | None = None) -> SourcingRules:
        """The channel's rules; an order's own split limit can only be tighter."""
        rule = self._rule(channel_id)
        limit = rule.max_parcels if maximum_parcels is None else max(1, min(rule.max_parcels, maximum_parcels))
        return SourcingRules(limit, rule.extra_parcel_cost_minor, rule.costs, self.stock_buffer(channel_id))

    def stock_buffer(self, channel_id: int) -> int:
        """Units of every SKU that the channel leaves in stock."""
        return self._stock_buffers.get(channel_id, 0)

    def sources(self, channel_id: int, destination: Coordinates | None = None) -> tuple[SourceLocation, ...]:
        """Every location an order may be sourced from, with its distance where the destination's place is known."""
        known = self._sources.get(channel_id)
        if known is None:
            cost = {row.location_id: row.amount_minor for row in self._rule(channel_id).location_costs}
            known = tuple(self._source(location, cost.get(location.id, 0)) for location in self._locations.values())
            self._sources[channel_id] = known
        if destination is None:
            return known
        return tuple(msgspec.structs.replace(s, distance_metres=self._distance(s.id, destination)) for s in known)

    def calendar(self, channel_id: int, country: str) -> "OrderCalendar":
        """Shipping and delivery days of an order to a country."""
        return OrderCalendar(self, country, self._rule(channel_id).default_transit_days)

    def ship_by(self, location_id: int, ready_at: datetime) -> date:
        key = (location_id, ready_at)
        day = self._shipping_days.get(key)
        if day is None:
            if location_id not in self._calendars:
                self._calendars[location_id] = _calendar(self._locations.get(location_id))
            day = self._shipping_days[key] = ship_by(ready_at, self._calendars[location_id])
        return day

    def transit_days(self, location_id: int, country: str) -> int | None:
        location = self._locations.get(location_id)
        return None if location is None else self._lanes.get((location.country, country))

    def delivered_by(self, location_id: int, shipped_on: date, transit_days: int) -> date:
        key = (location_id, shipped_on, transit_days)
        if key not in self._deliveries:
            self._deliveries[key] = deliver_by(shipped_on, transit_days)
        return self._deliveries[key]

    def _rule(self, channel_id: int) -> RuleFact:
        return self._rules.get(channel_id) or self._rules.get(None) or RuleFact()

    def _source(self, location: LocationFact, cost_minor: int) -> SourceLocation:
        left = None if location.capacity is None else location.capacity - self._orders_taken.get(location.id, 0)
        return SourceLocation(location.id, location.code, location.priority, cost_minor, None, left)

    def _distance(self, location_id: int, destination: Coordinates) -> int | None:
        location = self._locations[location_id]
        if location.latitude is None or location.longitude is None:
            return None
        return distance_metres(Coordinates(location.latitude, location.longitude), destination)


class OrderCalendar:
    """The days of one order: each location's calendar, and transit to the order's country."""

    def __init__(self, network: Network, country: str, default_transit_days: int | None) -> None:
        self._network = network
        self._country = country
        self._default_transit_days = default_transit_days

    def ship_by(self, location_id: int, ready_at: datetime) -> date:
        return self._network.ship_by(location_id, ready_at)

    def deliver_by(self, location_id: int, ship_by: date) -> date | None:
        """None where neither a carrier's rate table nor the rules know the transit."""
        days = self._network.transit_days(location_id, self._country)
        if days is None:
            days = self._default_transit_days
        return None if days is None else self._network.delivered_by(location_id, ship_by, days)


class NetworkQuestion:
    """The facts, asked for; others can be asked or locked before they are awaited."""

    def __init__(
        self,
        reader: Reader,
        *,
        now: datetime,
        moments: Iterable[datetime],
        countries: Iterable[str],
    ) -> None:
        """For orders placed at these moments, from any channel, to these countries."""
        days = [moment.date() for moment in (*moments, now)]
        self._reader = reader
        self._now = now
        self._answer = reader.ask(
            SQL.select_facts,
            _FactsRow,
            from_day=min(days) - HOLIDAYS_BEFORE,
            to_day=max(days) + HOLIDAYS_AFTER,
            countries=sorted(set(countries)),
        )

    def network(self) -> Network:
        facts = _decoder.decode(self._answer.row().facts)
        return Network(facts, _orders_taken(self._reader, facts, self._now))


def _orders_taken(reader: Reader, facts: _Facts, now: datetime) -> dict[int, int]:
    """Orders that took stock today, where a rule counts capacity and a location has a limit."""
    limited = [location.id for location in facts.locations if location.capacity is not None]
    if not limited or not any(cost.name == "capacity" for rule in facts.rules for cost in rule.costs):
        return {}
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = reader.fetch(SQL.count_orders_by_location, _OrdersTaken, location_ids=limited, since=since)
    return {row.location_id: row.orders for row in rows}


def _calendar(location: LocationFact | None) -> Calendar:
    if location is None:
        return Calendar()
    days = WorkingCalendar.of(location.working_days, location.holidays)
    return Calendar(days, location.time_zone, location.cutoff, location.handling_days)
