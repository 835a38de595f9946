"""What a customer consents to: given and withdrawn here, with where it was said, what proves it, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, drawer
from ordino.office.customers.terms_actions import TERMS_ACTIONS, Party
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.people import page
from ordino.office.texts import _, in_words
from ordino.parties.commands import ConsentState, GiveConsent, WithdrawConsent
from ordino.parties.queries import consents, customers_by_id, probable_duplicates
from ordino.parties.rows import ConsentRow

PURPOSES = ("email_marketing", "sms_marketing", "phone_marketing", "post_marketing", "profiling")


class Consenting(NamedTuple):
    """A customer's consents, and whether more can be recorded: a merged customer's stand with the one that was kept."""

    rows: Sequence[ConsentRow]
    merged: bool

    def standing(self) -> tuple[str, ...]:
        return tuple(row.purpose for row in self.rows if row.withdrawn_at is None)


def _give(subject: Subject, form: Form) -> Command:
    return GiveConsent(
        customer_id=subject.key,
        purpose=form.text("purpose"),
        source=form.text("source"),
        proof=form.text("proof"),
        given_at=_moment(form, "on"),
    )


def _withdraw(subject: Subject, form: Form) -> Command:
    purpose, source = form.text("purpose"), form.text("source")
    return WithdrawConsent(customer_id=subject.key, purpose=purpose, source=source, withdrawn_at=_moment(form, "on"))


def _moment(form: Form, name: str) -> datetime | None:
    """The middle of the day that was typed; None for now, which is what an empty field and today mean."""
    if not form.text(name) or form.day(name) == timezone.localdate():
        return None
    return form.noon(name)


def _give_fields(view: Consenting) -> list[Field]:
    open_purposes = tuple(dict.fromkeys((*PURPOSES, *(row.purpose for row in view.rows))))
    return [
        Field("purpose", _("Purpose"), choices=tuple(one for one in open_purposes if one not in view.standing())),
        Field("source", _("Where it was said: a call, a form, the counter")),
        Field("proof", _("What proves it: the words that were agreed to, a document")),
        Field("on", _("On the day, empty for now"), "date", False),
    ]


def _withdraw_fields(view: Consenting) -> list[Field]:
    return [
        Field("purpose", _("Purpose"), choices=view.standing()),
        Field("source", _("Where it was said: a call, a form, the counter")),
        Field("on", _("On the day, empty for now"), "date", False),
    ]


def _booked(view: Consenting, result: ConsentState) -> list[Booked]:
    before = in_words("yes" if result.purpose in view.standing() else "no")
    return [Booked(in_words(result.purpose), before, in_words("yes" if result.given else "no"))]


CONSENT_ACTIONS = by_name(
    Action("consent", _("Record consent"), "plus", GiveConsent, _give, lambda view: not view.merged, _give_fields, _booked),
    Action(
        "withdraw", _("Withdraw"), "x", WithdrawConsent, _withdraw,
        lambda view: not view.merged and bool(view.standing()), _withdraw_fields, _booked, stops=True, of_a_part=True,
    ),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def customer_action(request: HttpRequest, customer_id: int, name: str) -> HttpResponse:
    """The drawer in which a consent is given or withdrawn, or something is agreed with the customer."""
    with office_engine().reader() as reader:
        row = customers_by_id(reader, [customer_id]).get(customer_id)
        rows = consents(reader, [customer_id]).get(customer_id, [])
        same = probable_duplicates(reader, customer_id) if name in TERMS_ACTIONS else []
    actions = {**CONSENT_ACTIONS, **TERMS_ACTIONS}
    if row is None or name not in actions:
        raise Http404(f"There is no action {name} on the customer {customer_id}.")
    view = Party(row, same) if name in TERMS_ACTIONS else Consenting(rows, row.merged_into_id is not None)
    here = reverse("customer", args=[customer_id])
    return drawer(request, actions[name], Subject(customer_id, row.name or str(customer_id), here, view))
