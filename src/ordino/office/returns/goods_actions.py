"""Take in what arrived, and say of each line what was found: how many units, where they go, whether they may be refunded."""

from collections.abc import Sequence
from typing import NamedTuple, cast, get_args

from ordino.inventory.accounts import CUSTOMER
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.network.queries import fulfilling_locations
from ordino.office.actions import Action, Booked, Field, Line, Scanned, Subject, Table, when_permitted
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.texts import _, in_words
from ordino.returns.commands import InspectReturn, ReceiveReturn, ReturnResult
from ordino.returns.problems import SerialNotOfLine
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
    lines: list[ReceivedUnits] = []
    for line in subject.view.lines:
        serials = tuple(_written(form, line.line_number))
        if serials:
            lines.append(ReceivedUnits(line_number=line.line_number, quantity=len(serials), serials=serials))
        units = form.number_or_none(f"units-{line.line_number}") or 0
        if units:
            lines.append(ReceivedUnits(line_number=line.line_number, quantity=units))
    if not lines:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit.")))
    return ReceiveReturn(return_id=subject.key, location=form.text("location"), lines=tuple(lines))


def _written(form: Form, line_number: int) -> list[str]:
    """The serial numbers that stand in the line's field."""
    return [code.strip() for code in form.text(f"serials-{line_number}").split("\n") if code.strip()]


def _out(view: ReturnView, line: ReturnLineView) -> list[str]:
    """The numbered units of the line that the customer still has."""
    return [one.serial for one in view.serials if one.line_number == line.line_number and one.place == CUSTOMER]


def _in_quality(view: ReturnView, line: ReturnLineView) -> list[str]:
    """The numbered units of the line that wait for inspection."""
    return [one.serial for one in view.serials if one.line_number == line.line_number and one.place == "quality"]


def _arriving(subject: Subject, form: Form) -> Table:
    expected = [line for line in subject.view.lines if line.expected]
    if not _any_out(subject.view):
        lines = [_arriving_line(line, [units_field(line, line.expected)]) for line in expected]
        return Table(_("What arrived"), (_("Arrived"),), tuple(lines))
    numbered = [_arriving_line(line, _numbered_fields(subject.view, line)) for line in expected]
    return Table(_("What arrived"), (_("Serial numbers"), _("Without a number")), tuple(numbered))


def _any_out(view: ReturnView) -> bool:
    return any(line.expected and _out(view, line) for line in view.lines)


def _arriving_line(line: ReturnLineView, fields: Sequence[Field]) -> Line:
    return line_of(line, _("%(units)s expected") % {"units": line.expected}, fields)


def _numbered_fields(view: ReturnView, line: ReturnLineView) -> list[Field]:
    """The numbers of units that left by them, and how many others there may be."""
    out, word = len(_out(view, line)), _("Serial numbers, %(what)s") % {"what": line.description or line.sku}
    if not out:
        return [Field("", "", "none", required=False), units_field(line, line.expected)]
    serials = Field(f"serials-{line.line_number}", word, "serials", required=False, most=min(out, line.expected))
    if line.expected <= out:
        return [serials, Field("", "", "none", required=False)]
    return [serials, units_field(line, line.expected - out)._replace(value="0")]


def _scan_arrived(subject: Subject, form: Form) -> Scanned:
    """A number goes to the line that it left with, once; any other is refused with those that are out."""
    code, view = form.text("scan"), subject.view
    numbered = [line for line in view.lines if line.expected and _out(view, line)]
    found = next((line for line in numbered if code in _out(view, line)), None)
    if found is None:
        return Scanned({}, _wrong(subject, numbered[0], code, [one for line in numbered for one in _out(view, line)]))
    written = _written(form, found.line_number)
    numbers = written if code in written else [*written, code]
    return Scanned({f"serials-{found.line_number}": "\n".join(numbers)})


def _wrong(subject: Subject, line: ReturnLineView, code: str, fitting: Sequence[str]) -> SerialNotOfLine:
    return SerialNotOfLine(
        return_id=subject.key, line_number=line.line_number, sku=line.sku, serial=code, out=tuple(fitting)
    )


def _receive_fields(view: ReturnView) -> list[Field]:
    with office_engine().reader() as reader:
        codes = tuple(location.code for location in fulfilling_locations(reader))
    return [Field("location", _("Location"), "suggest", value=next(iter(codes), ""), choices=codes)]


class _Waiting(NamedTuple):
    """Units that wait for inspection: one by its number, or those of a line that have none."""

    line: ReturnLineView
    units: int
    serial: str = ""

    @property
    def key(self) -> str:
        return f"{self.line.line_number}/{self.serial}" if self.serial else str(self.line.line_number)


def _waiting(view: ReturnView) -> list[_Waiting]:
    rows: list[_Waiting] = []
    for line in view.lines:
        numbered = _in_quality(view, line)[: _uninspected(line)]
        rows += [_Waiting(line, 1, serial) for serial in numbered]
        if _uninspected(line) > len(numbered):
            rows.append(_Waiting(line, _uninspected(line) - len(numbered)))
    return rows


def _inspect(subject: Subject, form: Form) -> Command:
    chosen = [(row, form.number_or_none(f"units-{row.key}") or 0) for row in _waiting(subject.view)]
    lines = [_inspected(row, units, form) for row, units in chosen if units]
    if not lines:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit.")))
    return InspectReturn(return_id=subject.key, lines=tuple(lines), location=form.text("location"))


def _inspected(row: _Waiting, units: int, form: Form) -> InspectedUnits:
    disposition = _of_row(form, "disposition", row)
    if disposition not in get_args(Disposition):
        raise NotUnderstood(InvalidInput(field="disposition", reason=_("Say where the units go.")))
    return InspectedUnits(
        line_number=row.line.line_number,
        quantity=units,
        disposition=cast(Disposition, disposition),
        accepted=_of_row(form, "accepted", row) == ACCEPTED,
        condition=form.text("condition"),
        serials=(row.serial,) if row.serial else (),
    )


def _of_row(form: Form, name: str, row: _Waiting) -> str:
    return form.text(f"{name}-{row.key}") or form.text(name)


def _found(subject: Subject, form: Form) -> Table:
    lines = [_inspected_line(row) for row in _waiting(subject.view)]
    return Table(_("What was found"), (_("Goes to"), _("Refund"), _("Units")), tuple(lines))


def _inspected_line(row: _Waiting) -> Line:
    """What becomes of the units; a numbered one is taken up by its scan."""
    line = row.line
    what = row.serial or line.description or line.sku
    goes = Field(
        f"disposition-{row.key}",
        _("They go to, %(what)s") % {"what": what},
        value="restock",
        choices=get_args(Disposition),
    )
    accepted = Field(
        f"accepted-{row.key}",
        _("May be refunded, %(what)s") % {"what": what},
        value=ACCEPTED,
        choices=(ACCEPTED, NOT_ACCEPTED),
    )
    units = Field(
        f"units-{row.key}",
        _("Units, %(what)s") % {"what": what},
        "units",
        value="0" if row.serial else str(row.units),
        most=row.units,
    )
    said = row.serial or _("%(units)s to inspect") % {"units": row.units}
    return line_of(line, said, [goes, accepted, units])


def _scan_found(subject: Subject, form: Form) -> Scanned:
    """The unit in hand is inspected; a number that does not wait here is refused with those that do."""
    code, rows = form.text("scan"), [row for row in _waiting(subject.view) if row.serial]
    found = next((row for row in rows if row.serial == code), None)
    if found is None:
        return Scanned({}, _wrong(subject, rows[0].line, code, [row.serial for row in rows]))
    return Scanned({f"units-{found.key}": "1"})


def _inspect_fields(view: ReturnView) -> list[Field]:
    """Where it is said only if the units came in at several locations."""
    places = tuple(sorted({receipt.location for receipt in view.receipts if receipt.received > receipt.inspected}))
    condition = Field("condition", _("Condition"), required=False)
    where = Field("location", _("Location"), "suggest", value=next(iter(places), ""), choices=places)
    return [where, condition] if len(places) > 1 else [condition]


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
    scans=_any_out,
    scan=_scan_arrived,
)
INSPECT = Action(
    "inspect",
    _("Inspect"),
    "search",
    InspectReturn,
    _inspect,
    lambda view: InspectReturn.kind() in view.permitted and any(map(_uninspected, view.lines)),
    _inspect_fields,
    return_state,
    table=_found,
    scans=lambda view: any(row.serial for row in _waiting(view)),
    scan=_scan_found,
)
