"""What may be done with an order and another one: let units go into an order of their own, let another one come in."""

from collections.abc import Sequence
from itertools import chain

from django.urls import reverse

from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Card, Field, Line, Subject, Sum, Table, by_name
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.order.figures import order_booked
from ordino.office.templatetags.ordino import amount, moment
from ordino.office.texts import _, units
from ordino.orders.commands import MergeOrders, OrderAccepted, SplitLine, SplitOrder
from ordino.orders.decide.leaving_units import MOVABLE_BUCKETS
from ordino.orders.events import OrderSplit
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import OrderFilter, list_orders, search_orders, show_order
from ordino.orders.views import LineView, OrderSummary, OrderView

_OPEN = ("placed", "confirmed")
_MOST_OFFERED = 20


def _movable(line: LineView) -> int:
    return sum(getattr(line, bucket) for bucket in MOVABLE_BUCKETS)


def _split(subject: Subject, form: Form) -> Command:
    chosen = form.units("units", [line.number for line in subject.view.lines])
    if not chosen:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit.")))
    lines = tuple(SplitLine(line_number=number, quantity=quantity) for number, quantity in chosen)
    return SplitOrder(order_id=subject.key, expected_version=form.number("version"), lines=lines)


def _can_split(view: OrderView) -> bool:
    """Something can go and something stays."""
    on_order = sum(line.ordered - line.canceled for line in view.lines)
    return SplitOrder.kind() in ORDER.permitted(view.order.state) and on_order > 1 and any(map(_movable, view.lines))


def _table(subject: Subject, form: Form) -> Table | None:
    lines = tuple(_line(line) for line in subject.view.lines if _movable(line))
    return Table(_("What goes into an order of its own"), (_("Units"),), lines) if lines else None


def _line(line: LineView) -> Line:
    most, name = _movable(line), line.description or line.sku
    said = _("%(sku)s · %(free)s of %(units)s can go") % {
        "sku": line.sku,
        "free": units(most, line.quantity_scale),
        "units": units(line.ordered - line.canceled, line.quantity_scale),
    }
    word = _("Units that go, %(what)s") % {"what": name}
    return Line(name, said, (Field(f"units-{line.number}", word, "units", value="0", most=most),))


def _parted(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """What each of the two orders comes to."""
    event = next((one.event for one in outcome.events if isinstance(one.event, OrderSplit)), None)
    if event is None:
        return ()
    before, after = event.total_minor_before, event.total_minor_after
    stays = _("from %(total)s") % {"total": amount(before, subject.currency)}
    goes = _("the units with their shares of discount and tax")
    return [
        Sum(_("This order"), stays, amount(after, subject.currency)),
        Sum(_("The new order"), goes, amount(before - after, subject.currency), total=True),
    ]


def _merge(subject: Subject, form: Form) -> Command:
    """A card says which version of the other order was seen; a number that was typed means the order as it is now."""
    other, _at, version = form.text("other").partition("@")
    number = Form({"other": other}).number("other")
    if not version:
        with office_engine().reader() as reader:
            found = show_order(reader, number, history=False)
        version = str(found.order.version) if found else "0"
    return MergeOrders(
        order_id=subject.key,
        expected_version=form.number("version"),
        from_order_id=number,
        from_expected_version=int(version),
    )


def _can_merge(view: OrderView) -> bool:
    return MergeOrders.kind() in ORDER.permitted(view.order.state)


def _merge_fields(view: OrderView) -> list[Field]:
    cards = tuple(map(_card, _companions(view)))
    if not cards:
        return [Field("other", _("Number of the order that comes in; it must be of the same customer and address"))]
    return [Field("other", _("Which open order of the customer comes in"), cards=cards)]


def _companions(view: OrderView) -> list[OrderSummary]:
    """Other open orders of the same customer, or of the same e-mail address where no customer is known."""
    order = view.order
    with office_engine().reader() as reader:
        if order.customer_id is not None:
            wanted = (OrderFilter(states=(state,), customer_id=order.customer_id) for state in _OPEN)
            found = list(chain.from_iterable(list_orders(reader, one, limit=_MOST_OFFERED) for one in wanted))
        else:
            found = [one for one in search_orders(reader, order.email) if one.email.lower() == order.email.lower()]
    return [one for one in found if one.id != order.id and one.state in _OPEN and one.currency == order.currency]


def _card(order: OrderSummary) -> Card:
    said = _("%(when)s, %(amount)s, %(city)s") % {
        "when": moment(order.placed_at),
        "amount": f"{amount(order.total_minor, order.currency)} {order.currency}",
        "city": order.city or order.channel,
    }
    return Card(f"{order.id}@{order.version}", str(order.id), said)


def _booked_merge(view: OrderView, result: OrderAccepted) -> list[Booked]:
    return [*order_booked(view, result), Booked(_("The other order"), "", _("canceled, everything of it is here"))]


def _page_of(result: OrderAccepted) -> str:
    return reverse("order", args=[result.order_id])


MOVING_ACTIONS = by_name(
    Action(
        "split", _("Split"), "route", SplitOrder, _split, _can_split, table=_table, sums=_parted, onward=_page_of,
        rare=True,
    ),
    Action(
        "merge", _("Merge"), "arrow-narrow-right", MergeOrders, _merge, _can_merge, _merge_fields, _booked_merge,
        rare=True,
    ),
)  # fmt: skip
