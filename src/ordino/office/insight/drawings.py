"""The plots there are, each from one question that an index or a sum answers."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from ordino.engine import Reader
from ordino.exceptions.queries import Age, count_ages
from ordino.insight.sales import SalesRow, sales
from ordino.inventory.decide.availability import PromiseStep
from ordino.inventory.queries import DayStock, promises_by_location, stock_by_day
from ordino.kernel.counts import MOST_COUNTED
from ordino.kernel.money import minor_digits
from ordino.office.insight.plots import Plot, Series, Value
from ordino.office.orders.stages import WAITING, counted
from ordino.office.templatetags.ordino import amount
from ordino.office.templatetags.ordino import day as said_day
from ordino.orders.views import StageCount

AGES = (Age(0, 1), Age(1, 2), Age(2, 4), Age(4, 8), Age(8, 15), Age(15, 0))
_INKS = ("--o-ink", "--o-line-2", "--o-ink-3", "--o-ctl", "--o-acc")
_STAGE_COLORS = ("wait-2", "idle-2", "wait-2", "b-alloc", "b-pick", "b-pick", "move-2", "done-2")
_DAYS_BACK, _DAYS_AHEAD = 60, 28
_MOST_DAYS, _WEEK = 120, 7  # where there are more days, a place is a week


class _Span(NamedTuple):
    """A day, or a week: its first and last day (UTC)."""

    first: date
    last: date


def sales_plots(reader: Reader, today: date, *, days: int) -> list[Plot]:
    """Orders by channel, then the value of each currency: day by day, of many days week by week."""
    wide = 1 if days <= _MOST_DAYS else _WEEK
    first = [today - timedelta(days=back + wide - 1) for back in range((days - 1) // wide * wide, -1, -wide)]
    spans = [_Span(one, one + timedelta(days=wide - 1)) for one in first]
    rows = sales(reader, first=spans[0].first, last=today)
    return [_orders_plot(rows, spans), *(_value_plot(rows, spans, one) for one in _currencies(rows))]


def _orders_plot(rows: Sequence[SalesRow], spans: Sequence[_Span]) -> Plot:
    counts: Counter[tuple[date, str]] = Counter()
    for row in rows:
        counts[_span_of(row.day, spans).first, row.channel] += row.orders
    total = counts.total()
    days = (spans[-1].last - spans[0].first).days + 1
    return Plot(
        name="orders",
        title=gettext("Orders a week") if _are_weeks(spans) else gettext("Orders a day"),
        note=ngettext("%(orders)s order in %(days)s days", "%(orders)s orders in %(days)s days", total)
        % {"orders": _number(total), "days": days},
        axis=gettext("Week from") if _are_weeks(spans) else gettext("Day"),
        places=tuple(said_day(one.first) for one in spans),
        series=tuple(
            Series(
                channel,
                _INKS[at % len(_INKS)],
                tuple(_orders_of(counts[one.first, channel], one, channel) for one in spans),
            )
            for at, channel in enumerate(sorted({row.channel for row in rows}))
        ),
        live="order",
        addresses=tuple(_placed_in(one) for one in spans),
    )


def _orders_of(orders: int, span: _Span, channel: str) -> Value:
    return Value(orders, _number(orders), _placed_in(span, channel=channel) if orders else "")


def _value_plot(rows: Sequence[SalesRow], spans: Sequence[_Span], currency: str) -> Plot:
    sums: Counter[date] = Counter()
    for row in rows:
        if row.currency == currency:
            sums[_span_of(row.day, spans).first] += row.value_minor
    values = tuple(
        Value(sums[one.first], amount(sums[one.first], currency), _placed_in(one) if sums[one.first] else "")
        for one in spans
    )
    title = gettext("Value a week, %(currency)s") if _are_weeks(spans) else gettext("Value a day, %(currency)s")
    return Plot(
        name=f"value-{currency.lower()}",
        title=title % {"currency": currency},
        note=gettext("%(value)s as placed") % {"value": f"{amount(sums.total(), currency)} {currency}"},
        axis=gettext("Week from") if _are_weeks(spans) else gettext("Day"),
        places=tuple(said_day(one.first) for one in spans),
        series=(Series(currency, "--o-ink-2", values, way="line"),),
        live="order",
        addresses=tuple(_placed_in(one) for one in spans),
        digits=minor_digits(currency),
    )


def _span_of(one: date, spans: Sequence[_Span]) -> _Span:
    """The span in which a day is."""
    wide = (spans[0].last - spans[0].first).days + 1
    return spans[(one - spans[0].first).days // wide]


def _are_weeks(spans: Sequence[_Span]) -> bool:
    return spans[0].first != spans[0].last


def _currencies(rows: Sequence[SalesRow]) -> list[str]:
    """The currencies, the one with most orders first."""
    return sorted(
        {row.currency for row in rows}, key=lambda one: -sum(row.orders for row in rows if row.currency == one)
    )


def _placed_in(span: _Span, channel: str = "") -> str:
    of_channel = f"&{urlencode({'channel': channel})}" if channel else ""
    return f"{reverse('orders')}?stage=all{of_channel}&since={span.first}&until={span.last}"


def waiting_plot(counts: Sequence[StageCount]) -> Plot:
    """How many orders are at each open stage, counted to a limit."""
    stages = counted(WAITING, counts)
    values = tuple(Value(count, _at_least(count), f"{reverse('orders')}?stage={stage.name}") for stage, count in stages)
    colors = tuple(f"--o-{color}" for color in _STAGE_COLORS)
    return Plot(
        name="waiting",
        title=gettext("Where orders wait"),
        note=gettext("now, by stage"),
        axis=gettext("Stage"),
        places=tuple(str(stage.word) for stage, _ in stages),
        series=(Series(gettext("Orders"), "--o-ink-2", values, colors=colors),),
        live="order",
        addresses=tuple(value.address for value in values),
        across=True,
    )


def ages_plot(reader: Reader, now: datetime) -> Plot:
    """How long exceptions wait, what is late apart from what is in time."""
    rows = count_ages(reader, AGES, now=now)
    to = [f"{reverse('exceptions')}?age={age.days}" for age in AGES]
    in_time = tuple(
        Value(row.waiting - row.late, _number(row.waiting - row.late), at) for row, at in zip(rows, to, strict=True)
    )
    late = tuple(Value(row.late, _number(row.late), at) for row, at in zip(rows, to, strict=True))
    total = sum(row.waiting for row in rows)
    return Plot(
        name="ages",
        title=gettext("Age of exceptions"),
        note=ngettext("%(open)s is open", "%(open)s are open", total) % {"open": _number(total)},
        axis=gettext("Open for"),
        places=tuple(said_age(age) for age in AGES),
        series=(Series(gettext("In time"), "--o-wait-2", in_time), Series(gettext("Late"), "--o-bad-2", late)),
        live="exception",
        addresses=tuple(to),
        across=True,
    )


def said_age(age: Age) -> str:
    """`2 to 3 days`: how long something waits, in the reader's words."""
    if age.until == 1:
        return gettext("less than a day")
    if not age.until:
        return gettext("%(days)s days or more") % {"days": age.days}
    if age.until == age.days + 1:
        return ngettext("%(days)s day", "%(days)s days", age.days) % {"days": age.days}
    return gettext("%(first)s to %(last)s days") % {"first": age.days, "last": age.until - 1}


def stock_plot(reader: Reader, sku: str, now: datetime) -> Plot | None:
    """What stood where at the end of each day, and what may be promised from now on; None where nothing was ever there."""
    today = now.date()
    past = [today - timedelta(days=back) for back in range(_DAYS_BACK, -1, -1)]
    ahead = [today + timedelta(days=more) for more in range(1, _DAYS_AHEAD + 1)]
    stood = stock_by_day(reader, sku, first=past[0], last=today)
    if not stood:
        return None
    steps = promises_by_location(reader, sku, now=now)
    promised = [None] * (len(past) - 1) + [_promised(steps, one) for one in (today, *ahead)]
    locations = sorted({row.location for row in stood})
    on_hand = tuple(
        Series(one, _INKS[at % len(_INKS)], _stood(stood, one, past, len(ahead), sku), way="step")
        for at, one in enumerate(locations)
    )
    to_promise = tuple(
        Value(units, "" if units is None else _number(units), "" if units is None else reverse("purchasing"))
        for units in promised
    )
    return Plot(
        name="stock",
        title=gettext("Availability"),
        note=gettext("units on hand by location, and what may be promised from today on"),
        axis=gettext("Day"),
        places=tuple(said_day(one) for one in (*past, *ahead)),
        series=(*on_hand, Series(gettext("May be promised"), "--o-move-2", to_promise, way="step", dashed=True)),
        live="stock",
        addresses=tuple(value.address for value in (*on_hand[0].values[: len(past)], *to_promise[len(past) :])),
    )


def _stood(rows: Sequence[DayStock], location: str, past: Sequence[date], ahead: int, sku: str) -> tuple[Value, ...]:
    units = {row.day: row.on_hand for row in rows if row.location == location}
    to = f"{reverse('stock')}?{urlencode({'sku': sku})}"
    known = [Value(units[one], _number(units[one]), f"{to}&until={one.isoformat()}") for one in past]
    return (*known, *(Value(None) for _ in range(ahead)))


def _promised(steps: dict[str, list[PromiseStep]], one: date) -> int:
    """What all locations together may promise by the end of a day."""
    return sum(
        next((step.quantity for step in reversed(of_location) if step.at.date() <= one), 0)
        for of_location in steps.values()
    )


def _at_least(count: int) -> str:
    return gettext("%(count)s or more") % {"count": _number(count)} if count >= MOST_COUNTED else _number(count)


def _number(number: int) -> str:
    said: str = number_format(number, use_l10n=True, force_grouping=True)
    return said
