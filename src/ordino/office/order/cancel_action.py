"""Cancel an order, or some of its units and charges: one drawer, whose choice decides which of the two it is."""

from collections.abc import Sequence

from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Field, Line, Subject, Sum, Table
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.order.figures import charges_to_waive, order_booked
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, units
from ordino.orders.commands import CancelCharge, CancelOrder, CancelUnits, ChangeAction, ChangeOrder, OrderAccepted
from ordino.orders.decide.leaving_units import CANCELABLE_BUCKETS, money_of_charge, money_of_leaving
from ordino.orders.events import OrderCanceled, OrderChanged
from ordino.orders.lifecycle import ORDER
from ordino.orders.reading import OrderCharge, charges_of, lines_of
from ordino.orders.rows import LeavingUnits
from ordino.orders.views import LineView, OrderView

_REASONS = ("customer_asked", "not_in_stock", "wrong_price", "ordered_twice", "fraud")


def _free(line: LineView) -> int:
    return sum(getattr(line, bucket) for bucket in CANCELABLE_BUCKETS)


def _cancel(subject: Subject, form: Form) -> Command:
    """The whole order where every unit of it is chosen (or nothing was to be chosen), else a change of it."""
    view: OrderView = subject.view
    version, reason = form.number("version"), form.text("reason")
    if not reason and "live" not in form:
        raise NotUnderstood(InvalidInput(field="reason", reason=_("Say why it is canceled.")))
    chosen = form.units("units", [line.number for line in view.lines])
    on_order = sum(line.ordered - line.canceled for line in view.lines)
    if not _is_chosen_from(form) or sum(quantity for _line, quantity in chosen) == on_order:
        return CancelOrder(order_id=subject.key, reason=reason, expected_version=version)
    waived = [number for number, _label, _minor in charges_to_waive(view) if f"waive-{number}" in form]
    actions: list[ChangeAction] = [CancelUnits(line_number=number, quantity=quantity) for number, quantity in chosen]
    actions += [CancelCharge(charge_number=number) for number in waived]
    if not actions:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit or charge.")))
    return ChangeOrder(order_id=subject.key, expected_version=version, actions=tuple(actions), reason=reason)


def _is_chosen_from(form: Form) -> bool:
    return any(name.startswith("units-") for name in form.names())


def _offered(view: OrderView) -> bool:
    """As long as something of it can still be canceled."""
    permitted = CancelOrder.kind() in ORDER.permitted(view.order.state)
    return permitted and (view.order.state == "draft" or any(_free(line) for line in view.lines))


def _table(subject: Subject, form: Form) -> Table | None:
    lines = [_line(line) for line in subject.view.lines if _free(line)]
    return Table(_("What is canceled"), (_("Cancel"),), tuple(lines)) if lines else None


def _line(line: LineView) -> Line:
    free, on_order = _free(line), line.ordered - line.canceled
    said = _("%(sku)s · %(free)s of %(units)s can be canceled") % {
        "sku": line.sku,
        "free": units(free, line.quantity_scale),
        "units": units(on_order, line.quantity_scale),
    }
    name = line.description or line.sku
    word = _("Units to cancel, %(what)s") % {"what": name}
    return Line(name, said, (Field(f"units-{line.number}", word, "units", value=str(free), most=free),))


def _fields(view: OrderView) -> list[Field]:
    waived = [
        Field(
            f"waive-{number}",
            _("Waive %(label)s, %(amount)s; with the last unit it goes by itself")
            % {"label": label, "amount": f"{amount(minor, view.order.currency)} {view.order.currency}"},
            "check",
            required=False,
        )
        for number, label, minor in charges_to_waive(view)
    ]
    return [*waived, Field("reason", _("Reason"), "suggest", choices=_REASONS)]


def _sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """The money of each line's units and of each charge that leaves, down to what is left of the order."""
    view: OrderView = subject.view
    event = next((one.event for one in outcome.events if isinstance(one.event, OrderCanceled | OrderChanged)), None)
    if event is None:
        return ()
    with office_engine().reader() as reader:
        lines = {line.number: line for line in lines_of(reader, [subject.key]).get(subject.key, [])}
        charges = charges_of(reader, [subject.key]).get(subject.key, [])
    included, currency = view.order.prices_include_tax, subject.currency
    rows = []
    for number, quantity in _by_line(event.canceled).items():
        line = lines[number]
        minor = money_of_leaving(line, quantity, prices_include_tax=included)
        name = line.description or line.sku
        word = _("%(what)s × %(units)s") % {"what": name, "units": units(quantity, line.quantity_scale)}
        rows.append(Sum(word, _stock(event.canceled, number, line.quantity_scale), amount(-minor, currency)))
    for charge in charges:
        if _leaves(charge, event):
            minor = money_of_charge(charge, prices_include_tax=included)
            rows.append(Sum(charge.label, _("waived with its tax"), amount(-minor, currency)))
    assert isinstance(outcome.result, OrderAccepted)
    before = _("from %(total)s") % {"total": amount(view.order.total_minor, currency)}
    return [*rows, Sum(_("Total of the order"), before, amount(outcome.result.total_minor, currency), total=True)]


def _leaves(charge: OrderCharge, event: OrderCanceled | OrderChanged) -> bool:
    named = isinstance(event, OrderCanceled) or charge.charge_number in event.canceled_charges
    return named and not charge.canceled


def _by_line(leaving: Sequence[LeavingUnits]) -> dict[int, int]:
    taken: dict[int, int] = {}
    for part in leaving:
        taken[part.line_number] = taken.get(part.line_number, 0) + part.quantity
    return taken


def _stock(leaving: Sequence[LeavingUnits], number: int, scale: int) -> str:
    """What the units mean to the stock: those that had some give it free, the others had none."""
    held = sum(
        part.quantity for part in leaving if part.line_number == number and part.bucket in ("allocated", "released")
    )
    return _("%(units)s go back to stock") % {"units": units(held, scale)} if held else _("had no stock yet")


def _told(subject: Subject, result: OrderAccepted) -> str:
    if result.state == "canceled":
        return _("Cancel the whole order")
    less = amount(subject.view.order.total_minor - result.total_minor, subject.currency)
    return _("Cancel %(amount)s") % {"amount": f"{less} {subject.currency}"}


CANCEL = Action(
    "cancel",
    _("Cancel"),
    "x",
    CancelOrder,
    _cancel,
    _offered,
    _fields,
    order_booked,
    stops=True,
    table=_table,
    sums=_sums,
    told=_told,
)
