"""Send the same goods again for nothing: which, how many, and where they would come from."""

from collections.abc import Sequence

from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.network.queries import locations_by_id
from ordino.office.actions import Action, Booked, Line, Subject, Sum, Table, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.returns.goods_actions import chosen_units, line_of, units_field
from ordino.office.templatetags.ordino import amount, day
from ordino.office.texts import _, units
from ordino.orders.events import OrderPlaced
from ordino.orders.rows import PlacedLine
from ordino.returns.commands import ReplaceReturn, ReturnResult
from ordino.returns.decide.replacement import replaceable
from ordino.returns.rows import LineUnits
from ordino.returns.views import ReturnLineView, ReturnView
from ordino.sourcing.events import OrderSourced


def _open(line: ReturnLineView) -> int:
    return replaceable(line.quantity, line.accepted, line.refunded, line.replaced)


def _replace(subject: Subject, form: Form) -> Command:
    lines = tuple(LineUnits(*chosen) for chosen in chosen_units(subject.view, form))
    return ReplaceReturn(return_id=subject.key, lines=lines)


def _again(subject: Subject, form: Form) -> Table:
    lines = [_line(line) for line in subject.view.lines if _open(line)]
    return Table(_("What is sent again"), (_("Units"),), tuple(lines))


def _line(line: ReturnLineView) -> Line:
    said = _("%(open)s of %(asked)s not settled, %(received)s came back") % {
        "open": _open(line),
        "asked": line.quantity,
        "received": line.received,
    }
    return line_of(line, said, [units_field(line, _open(line))])


def _sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """Where each line of the new order comes from and when it is promised; all of it is free."""
    told = [one.event for one in outcome.events]
    placed = next((event for event in told if isinstance(event, OrderPlaced)), None)
    if placed is None:
        return ()
    sourced = next((event for event in told if isinstance(event, OrderSourced)), None)
    free = amount(0, subject.currency)
    rows = [Sum(_what(line), _comes_from(line, sourced) if sourced else "", free) for line in placed.lines]
    number = _("number %(order)s") % {"order": placed.order_id}
    return [*rows, Sum(_("The new order"), number, amount(placed.total_minor, subject.currency), total=True)]


def _what(line: PlacedLine) -> str:
    quantity = units(line.quantity, line.quantity_scale)
    return _("%(what)s × %(units)s") % {"what": line.description or line.sku, "units": quantity}


def _comes_from(line: PlacedLine, sourced: OrderSourced) -> str:
    """`1 from BER, there by 12 Mar; 1 waits for stock`."""
    parts = [one for one in sourced.plan.allocations if one.line_number == line.number]
    waiting = sum(one.quantity for one in sourced.plan.backorders if one.line_number == line.number)
    with office_engine().reader() as reader:
        places = locations_by_id(reader, [one.location_id for one in parts])
    said = [
        _("%(units)s from %(location)s")
        % {"units": units(one.quantity, line.quantity_scale), "location": places[one.location_id].code}
        for one in parts
    ]
    if waiting:
        said.append(_("%(units)s not in stock now") % {"units": units(waiting, line.quantity_scale)})
    promised = [one.deliver_by for one in sourced.promises if one.line_number == line.number]
    days = [one for one in promised if one is not None]
    if days and len(days) == len(promised):
        said.append(_("there by %(day)s") % {"day": day(max(days))})
    return ", ".join(said)


def _left(view: ReturnView, result: ReturnResult) -> list[Booked]:
    """A replacement leaves the return where it stands; its units are not refunded any more."""
    return [Booked(_("Refund"), _("open"), _("none for units that are replaced"))]


REPLACE = Action(
    "replace",
    _("Replace"),
    "package",
    ReplaceReturn,
    _replace,
    lambda view: when_permitted(ReplaceReturn)(view) and any(map(_open, view.lines)),
    booked=_left,
    table=_again,
    sums=_sums,
)
