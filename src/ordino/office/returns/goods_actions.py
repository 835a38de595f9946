"""Take in what arrived, and say of each line what was found: how many units, where they go, whether they may be refunded."""

from collections.abc import Sequence
from typing import cast, get_args

from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.network.queries import fulfilling_locations
from ordino.office.actions import Action, Booked, Field, Line, Subject, Table, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.texts import _, in_words
from ordino.returns.commands import InspectReturn, ReceiveReturn, ReturnResult
from ordino.returns.rows import Disposition, InspectedUnits, ReceivedUnits
from ordino.returns.views import ReturnLineView, ReturnView

ACCEPTED, NOT_ACCEPTED = "yes", "no"


def return_state(view: ReturnView, result: ReturnResult) -> list[Booked]:
    """Where the return stands before and after."""
    return [Booked(_("Return"), in_words(view.head.state), in_words(result.state))]


def chosen_units(view: ReturnView, form: Form) -> list[tuple[int, int]]:
    """Line and units of everything that was chosen. Raises NotUnderstood where nothing was."""
    chosen = form.units("units", [line.line_number for line in view.lines])
    if not chosen:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit.")))
    return chosen


def line_of(line: ReturnLineView, said: str, fields: Sequence[Field]) -> Line:
    """A line of a return with its SKU, why it comes back, and what is said of it."""
    detail = f"{line.sku} · {in_words(line.reason)} · {said}"
    return Line(line.description or line.sku, detail, tuple(fields))


def units_field(line: ReturnLineView, most: int) -> Field:
    """How many units of the line, all of them at first."""
    word = _("Units, %(what)s") % {"what": line.description or line.sku}
    return Field(f"units-{line.line_number}", word, "units", value=str(most), most=most)


def _receive(subject: Subject, form: Form) -> Command:
    return ReceiveReturn(
        return_id=subject.key,
        location=form.text("location"),
        lines=tuple(
            ReceivedUnits(line_number=line, quantity=units) for line, units in chosen_units(subject.view, form)
        ),
    )


def _arriving(subject: Subject, form: Form) -> Table:
    expected = [line for line in subject.view.lines if line.expected]
    lines = [
        line_of(line, _("%(units)s expected") % {"units": line.expected}, [units_field(line, line.expected)])
        for line in expected
    ]
    return Table(_("What arrived"), (_("Arrived"),), tuple(lines))


def _receive_fields(view: ReturnView) -> list[Field]:
    with office_engine().reader() as reader:
        codes = tuple(location.code for location in fulfilling_locations(reader))
    return [Field("location", _("Location"), "suggest", value=next(iter(codes), ""), choices=codes)]


def _inspect(subject: Subject, form: Form) -> Command:
    return InspectReturn(
        return_id=subject.key,
        lines=tuple(
            InspectedUnits(
                line_number=line,
                quantity=units,
                disposition=cast(Disposition, _of_line(form, "disposition", line)),
                accepted=_of_line(form, "accepted", line) == ACCEPTED,
                condition=form.text("condition"),
            )
            for line, units in chosen_units(subject.view, form)
        ),
    )


def _of_line(form: Form, name: str, line_number: int) -> str:
    return form.text(f"{name}-{line_number}") or form.text(name)


def _found(subject: Subject, form: Form) -> Table:
    lines = [_inspected_line(line) for line in subject.view.lines if _uninspected(line)]
    return Table(_("What was found"), (_("Goes to"), _("Refund"), _("Units")), tuple(lines))


def _inspected_line(line: ReturnLineView) -> Line:
    name, most = line.description or line.sku, _uninspected(line)
    goes = Field(
        f"disposition-{line.line_number}",
        _("They go to, %(what)s") % {"what": name},
        value="restock",
        choices=get_args(Disposition),
    )
    accepted = Field(
        f"accepted-{line.line_number}",
        _("May be refunded, %(what)s") % {"what": name},
        value=ACCEPTED,
        choices=(ACCEPTED, NOT_ACCEPTED),
    )
    return line_of(line, _("%(units)s to inspect") % {"units": most}, [goes, accepted, units_field(line, most)])


def _uninspected(line: ReturnLineView) -> int:
    inspected = line.restocked + line.refurbished + line.scrapped + line.to_vendor + line.sent_back
    return line.received - inspected


RECEIVE = Action(
    "receive",
    _("Receive"),
    "scan",
    ReceiveReturn,
    _receive,
    when_permitted(ReceiveReturn),
    _receive_fields,
    return_state,
    table=_arriving,
)
INSPECT = Action(
    "inspect",
    _("Inspect"),
    "search",
    InspectReturn,
    _inspect,
    lambda view: InspectReturn.kind() in view.permitted and any(map(_uninspected, view.lines)),
    lambda view: [Field("condition", _("Condition"), required=False)],
    return_state,
    table=_found,
)
