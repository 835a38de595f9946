"""What is agreed with a customer, and who they are: credit terms, store credit, two entries that are one customer."""

from collections.abc import Sequence
from secrets import token_hex
from typing import NamedTuple

from ordino.kernel.messages import Command
from ordino.kernel.money import major_text
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Card, Field, Subject, by_name
from ordino.office.forms import Form, NotUnderstood
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _
from ordino.parties.commands import CustomerTerms, MergeCustomers, MergedCustomers, SetCreditTerms
from ordino.parties.queries import ProbableDuplicate
from ordino.parties.rows import CustomerRow
from ordino.stored_value.commands import GrantStoreCredit, ValueMoved


class Party(NamedTuple):
    """A customer and who is probably the same."""

    row: CustomerRow
    duplicates: Sequence[ProbableDuplicate]


def _terms(subject: Subject, form: Form) -> Command:
    currency = _currency(form)
    limited = form.text("credit_limit")
    return SetCreditTerms(
        customer_id=subject.key,
        currency=currency,
        credit_limit_minor=form.amount_minor("credit_limit", currency) if limited else None,
        payment_terms_days=form.number_or_none("payment_terms_days"),
    )


def _currency(form: Form) -> str:
    currency = form.text("currency").upper()
    if len(currency) != 3:
        raise NotUnderstood(InvalidInput(field="currency", reason=_("give the three letters of a currency.")))
    return currency


def _terms_fields(view: Party) -> list[Field]:
    row = view.row
    limit = "" if row.credit_limit_minor is None else major_text(row.credit_limit_minor, row.currency or "EUR")
    days = "" if row.payment_terms_days is None else str(row.payment_terms_days)
    return [
        Field("payment_terms_days", _("Pays within so many days, empty for prepaid"), "number", False, days),
        Field("credit_limit", _("May owe at most, empty for no limit"), "decimal", False, limit),
        Field("currency", _("Currency"), value=row.currency or ""),
    ]


def _terms_booked(view: Party, result: CustomerTerms) -> list[Booked]:
    return [
        Booked(_("Pays"), _days(view.row.payment_terms_days), _days(result.payment_terms_days)),
        Booked(
            _("May owe"),
            _limit(view.row.credit_limit_minor, view.row.currency),
            _limit(result.credit_limit_minor, result.currency),
        ),
    ]


def _days(days: int | None) -> str:
    return _("prepaid") if days is None else _("within %(days)s days") % {"days": days}


def _limit(minor: int | None, currency: str | None) -> str:
    return _("no limit") if minor is None or currency is None else f"{amount(minor, currency)} {currency}"


def _credit(subject: Subject, form: Form) -> Command:
    currency = _currency(form)
    return GrantStoreCredit(
        customer_id=subject.key,
        currency=currency,
        amount_minor=form.amount_minor("amount", currency),
        reference=form.text("reference"),
    )


def _credit_fields(view: Party) -> list[Field]:
    return [
        Field("amount", _("Amount"), "decimal"),
        Field("currency", _("Currency"), value=view.row.currency or ""),
        Field("reference", _("Reference: the same counts once"), value=f"office/{token_hex(4)}"),
    ]


def _credit_booked(view: Party, result: ValueMoved) -> list[Booked]:
    before = amount(result.balance_minor - result.amount_minor, result.currency)
    return [Booked(_("Store credit"), before, f"{amount(result.balance_minor, result.currency)} {result.currency}")]


def _merge(subject: Subject, form: Form) -> Command:
    return MergeCustomers(customer_id=subject.key, merged_ids=(form.number("other"),))


def _merge_fields(view: Party) -> list[Field]:
    if not view.duplicates:
        return [Field("other", _("Number of the customer who is the same and whose orders come here"), "number")]
    cards = tuple(Card(str(one.customer_id), one.name or str(one.customer_id)) for one in view.duplicates)
    return [Field("other", _("Who is the same and goes into this customer"), value=cards[0].value, cards=cards)]


def _merge_booked(view: Party, result: MergedCustomers) -> list[Booked]:
    return [Booked(_("Stands for both"), "", view.row.name or str(result.customer_id))]


def _known(view: Party) -> bool:
    return view.row.merged_into_id is None


TERMS_ACTIONS = by_name(
    Action("terms", _("Agree terms"), "pencil", SetCreditTerms, _terms, _known, _terms_fields, _terms_booked),
    Action(
        "credit", _("Grant store credit"), "star", GrantStoreCredit, _credit, _known, _credit_fields, _credit_booked
    ),
    Action(
        "merge",
        _("Merge"),
        "users",
        MergeCustomers,
        _merge,
        _known,
        _merge_fields,
        _merge_booked,
        stops=True,
        rare=True,
    ),
)
