"""What may be done with suppliers and what they ask for: register, set prices, begin an order, approve and pay invoices."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Field, Subject, by_name, form, when_permitted
from ordino.office.forms import Form
from ordino.office.purchasing.actions import purchase_page
from ordino.office.settings.sections import YES_NO, yes_no
from ordino.office.templatetags.ordino import amount, price
from ordino.office.texts import _, in_words
from ordino.procurement.commands import (
    ApproveSupplierInvoice,
    DraftedPurchaseOrder,
    DraftPurchaseOrder,
    PaySupplierInvoice,
    RegisterSupplier,
    SetSupplierItems,
    SupplierInvoiceResult,
)
from ordino.procurement.queries import ItemView, SupplierInvoiceView, SupplierView
from ordino.procurement.rows import SupplierItem, WantedGoods


class Seller(NamedTuple):
    """A supplier with what it sells, and the locations its goods may come to; no supplier where it is a new one."""

    supplier: SupplierView | None
    items: Sequence[ItemView] = ()
    locations: tuple[str, ...] = ()


class OwedInvoice(NamedTuple):
    """A supplier's invoice and the commands that its state permits."""

    invoice: SupplierInvoiceView
    permitted: tuple[str, ...]


def _register(subject: Subject, form: Form) -> Command:
    return RegisterSupplier(
        code=form.text("code"),
        name=form.text("name"),
        currency=form.text("currency"),
        tolerance_percent=form.decimal("tolerance_percent"),
        payment_days=form.number("payment_days"),
        active=form.text("active") == YES_NO[0],
    )


def _register_form(view: Seller) -> list[Field]:
    row = view.supplier or SupplierView("", "", "", Decimal(0), 30, True, 0, 0)
    return [
        Field("code", _("Code"), "hidden" if view.supplier else "text", value=row.code),
        Field("name", _("Name"), value=row.name),
        Field("currency", _("Currency of its prices"), "hidden" if view.supplier else "text", value=row.currency),
        Field("tolerance_percent", _("More than ordered is taken up to, in percent"),
              value=f"{row.tolerance_percent.normalize():f}"),
        Field("payment_days", _("Days to pay"), "number", value=str(row.payment_days)),
        Field("active", _("Active"), value=yes_no(row.active), choices=YES_NO),
    ]  # fmt: skip


def _set_price(subject: Subject, form: Form) -> Command:
    item = SupplierItem(
        sku=form.text("sku"),
        unit_price=form.decimal("unit_price"),
        supplier_code=form.text("supplier_code"),
        minimum_quantity=form.number("minimum_quantity"),
        lead_time_days=form.number("lead_time_days"),
    )
    return SetSupplierItems(supplier=subject.view.supplier.code, items=(item,))


_PRICE_FORM = form(
    Field("sku", _("SKU")),
    Field("unit_price", _("Price of one, without tax")),
    Field("supplier_code", _("The supplier's own number"), required=False),
    Field("minimum_quantity", _("At least"), "number", value="1"),
    Field("lead_time_days", _("Days until it comes"), "number", value="7"),
)


def _draft(subject: Subject, form: Form) -> Command:
    items = subject.view.items
    return DraftPurchaseOrder(
        supplier=subject.view.supplier.code,
        location=form.text("location"),
        lines=tuple(
            WantedGoods(sku=items[at].sku, quantity=quantity) for at, quantity in form.units("units", range(len(items)))
        ),
        reference=form.text("reference"),
    )


def _draft_form(view: Seller) -> list[Field]:
    currency = view.supplier.currency if view.supplier else ""
    units = [
        Field(
            f"units-{at}",
            _("%(name)s: units at %(price)s %(currency)s, %(least)s at least")
            % {
                "name": item.name or item.sku,
                "price": price(item.unit_price, currency),
                "currency": currency,
                "least": item.minimum_quantity,
            },
            "number",
            required=False,
        )
        for at, item in enumerate(view.items)
    ]
    location = Field("location", _("To be delivered to"), choices=view.locations)
    return [location, *units, Field("reference", _("Reference"), required=False)]


def _drafted(view: Seller, result: DraftedPurchaseOrder) -> list[Booked]:
    total = f"{amount(result.total_minor, result.currency)} {result.currency}"
    return [Booked(_("Total, without tax"), "", total)]


SUPPLIER_ACTIONS = by_name(
    Action(
        "draft",
        _("Draft order"),
        "shopping-cart",
        DraftPurchaseOrder,
        _draft,
        lambda view: bool(view.supplier and view.supplier.active and view.items),
        _draft_form,
        _drafted,
        onward=purchase_page,
    ),
    Action("price", _("Set price"), "tag", SetSupplierItems, _set_price, lambda view: bool(view.supplier), _PRICE_FORM),
    Action("set", _("Change supplier"), "pencil", RegisterSupplier, _register, lambda view: True, _register_form),
)


def _approve(subject: Subject, form: Form) -> Command:
    return ApproveSupplierInvoice(invoice_id=subject.key, reason=form.text("reason"))


def _pay(subject: Subject, form: Form) -> Command:
    return PaySupplierInvoice(invoice_id=subject.key, reference=form.text("reference"))


def _invoice_state(view: OwedInvoice, result: SupplierInvoiceResult) -> list[Booked]:
    return [Booked(_("Invoice"), in_words(view.invoice.state), in_words(result.state))]


def _on_invoice(
    name: str,
    word: str,
    icon: str,
    command: type[Command],
    build: Callable[[Subject, Form], Command],
    field: Field,
) -> Action:
    offered = when_permitted(command)
    return Action(name, word, icon, command, build, offered, form(field), _invoice_state, of_a_part=True)


INVOICE_ACTIONS = by_name(
    _on_invoice(
        "approve",
        _("Approve"),
        "check",
        ApproveSupplierInvoice,
        _approve,
        Field("reason", _("Reason, where it differs"), required=False),
    ),
    _on_invoice(
        "pay", _("Paid"), "credit-card", PaySupplierInvoice, _pay, Field("reference", _("Reference of the payment"))
    ),
)
