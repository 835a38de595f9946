"""Ask units back: which, how many and why, line by line; what would go back for them stands beside it."""

from collections.abc import Sequence
from typing import cast, get_args

from django.utils import timezone

from ordino.engine import Completed
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Field, Line, Subject, Sum, Table
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.returns.sums import refund_sums
from ordino.office.templatetags.ordino import day
from ordino.office.texts import _, in_words
from ordino.orders.views import LineView, OrderView
from ordino.returns.commands import RequestReturn, ReturnResult
from ordino.returns.events import ReturnRequested
from ordino.returns.queries import expected_refund, returnable_lines
from ordino.returns.rows import ReturnReason, UnitsToReturn
from ordino.returns.views import ReturnableLine

_LIKELY: ReturnReason = "changed_mind"


def _request(subject: Subject, form: Form) -> Command:
    chosen = form.units("units", [line.number for line in subject.view.lines])
    if not chosen:
        raise NotUnderstood(InvalidInput(field="units", reason=_("Choose at least one unit.")))
    return RequestReturn(
        order_id=subject.key,
        lines=tuple(
            UnitsToReturn(
                line_number=number,
                quantity=quantity,
                reason=cast(ReturnReason, form.text(f"reason-{number}") or form.text("reason") or _LIKELY),
                comment=form.text("comment"),
            )
            for number, quantity in chosen
        ),
        override_reason=form.text("override_reason"),
    )


def _may_come_back(line: LineView) -> int:
    return line.delivered - line.returned - line.return_expected


def _offered(view: OrderView) -> bool:
    return any(_may_come_back(line) > 0 for line in view.lines)


def _table(subject: Subject, form: Form) -> Table | None:
    engine = office_engine()
    with engine.reader() as reader:
        lines = [line for line in returnable_lines(reader, subject.key, now=engine.clock()) if line.returnable]
    return Table(_("What comes back"), (_("Reason"), _("Units")), tuple(map(_line, lines))) if lines else None


def _line(line: ReturnableLine) -> Line:
    name = line.description or line.sku
    said = [line.sku, _("%(units)s of %(delivered)s") % {"units": line.returnable, "delivered": line.delivered}]
    if line.until is not None:
        said.append(_("until %(day)s") % {"day": day(timezone.localtime(line.until))})
    said += line.reasons
    reason = Field(
        f"reason-{line.line_number}",
        _("Reason, %(what)s") % {"what": name},
        value=_LIKELY,
        choices=get_args(ReturnReason),
    )
    word = _("Units back, %(what)s") % {"what": name}
    units = Field(f"units-{line.line_number}", word, "units", value="0", most=line.returnable)
    return Line(name, " · ".join(map(str, said)), (reason, units))


def _fields(view: OrderView) -> list[Field]:
    said = Field("comment", _("What the customer says"), required=False)
    return [said, Field("override_reason", _("Why it is permitted against the policy"), required=False)]


def _sums(subject: Subject, outcome: Completed) -> Sequence[Sum]:
    """What the customer may expect; it is decided when the goods were looked at."""
    asked = next((one.event for one in outcome.events if isinstance(one.event, ReturnRequested)), None)
    with office_engine().reader() as reader:
        amounts = expected_refund(reader, subject.key, asked.lines) if asked is not None else None
    if amounts is None:
        return ()
    names = {line.number: line.description or line.sku for line in subject.view.lines}
    return refund_sums(amounts, names, subject.currency, _("Refund, if all of it is accepted"))


def _booked(view: OrderView, result: ReturnResult) -> list[Booked]:
    return [Booked(_("Return"), _("none"), in_words(result.state))]


RETURN = Action(
    "return",
    _("Return"),
    "arrow-back-up",
    RequestReturn,
    _request,
    _offered,
    _fields,
    _booked,
    table=_table,
    sums=_sums,
)
