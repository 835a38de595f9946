"""Documents and their numbers. Once issued, only what was paid, set off or told of them changes; a trigger refuses all else."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact, GreaterThan

from ordino.billing.lifecycle import CREDIT_NOTE, INVOICE
from ordino.billing.tables.derived import generated

_INVOICE_OPEN = F("total_minor") - F("paid_elsewhere_minor") - F("paid_minor") - F("set_off_minor")
_PAID = F("paid_minor") + F("paid_elsewhere_minor")
_INVOICE_STATE = models.Case(
    models.When(Exact(_INVOICE_OPEN, 0) & (GreaterThan(_PAID, 0) | Q(total_minor=0)), then=Value("paid")),
    models.When(Exact(_INVOICE_OPEN, 0), then=Value("credited")),
    models.When(GreaterThan(_PAID + F("set_off_minor"), 0), then=Value("partially_paid")),
    default=Value("issued"),
)
_CREDIT_OPEN = F("total_minor") - F("paid_elsewhere_minor") - F("paid_out_minor") - F("set_off_minor")
_CREDIT_STATE = models.Case(models.When(Exact(_CREDIT_OPEN, 0), then=Value("settled")), default=Value("issued"))


class Document(models.Model):
    """What invoices and credit notes have in common. Amounts are minor units of `currency`; who buys and sells is a snapshot.

    `number` is `prefix-year-sequence`; `series` names the run of numbers it belongs to, which has no gap.
    """

    id = models.BigAutoField(primary_key=True)
    number = models.TextField()
    series = models.TextField()
    sequence = models.BigIntegerField()
    kind = models.TextField()
    order_id = models.BigIntegerField()
    order_reference = models.TextField(db_default="")
    customer_id = models.BigIntegerField(null=True)
    merchant_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField()
    payment_terms = models.TextField()
    language = models.TextField()
    buyer_name = models.TextField(db_default="")
    buyer_vat_id = models.TextField(db_default="")
    bill_to = models.JSONField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    paid_elsewhere_minor = models.BigIntegerField(db_default=0)
    set_off_minor = models.BigIntegerField(db_default=0)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()

    class Meta:
        abstract = True


class DocumentLine(models.Model):
    """Some units of an order line, one part of a charge (one tax rate), or a fee; `first_unit` counts from 0 within the line.

    `tax_code` is the category of EN 16931 (S, Z, E, AE, K, G, O), `unit_code` that of UN/ECE recommendation 20.
    """

    order_id = models.BigIntegerField()
    position = models.IntegerField()
    line_number = models.IntegerField(null=True)
    charge_part = models.IntegerField(null=True)
    sku = models.TextField(db_default="")
    description = models.TextField()
    first_unit = models.BigIntegerField(db_default=0)
    quantity = models.BigIntegerField()
    quantity_scale = models.SmallIntegerField(db_default=0)
    unit_code = models.TextField(db_default="C62")
    unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    discount_minor = models.BigIntegerField(db_default=0)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    tax_category = models.TextField()
    tax_code = models.TextField()
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        abstract = True


class TaxGroup(models.Model):
    """What of a document carries one tax code and rate."""

    tax_code = models.TextField()
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()

    class Meta:
        abstract = True


def _adds_up(table: str) -> models.CheckConstraint:
    """M10."""
    return models.CheckConstraint(
        condition=Q(total_minor=F("net_minor") + F("tax_minor")), name=f"billing_{table}_adds_up"
    )


def _units(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(quantity__gt=0, first_unit__gte=0), name=f"billing_{table}_units")


def _numbers(table: str) -> tuple[models.UniqueConstraint, models.UniqueConstraint]:
    return (
        models.UniqueConstraint(fields=["number"], name=f"billing_{table}_number"),
        models.UniqueConstraint(fields=["series", "sequence"], name=f"billing_{table}_sequence"),
    )


def _each_once(table: str) -> tuple[models.UniqueConstraint, models.UniqueConstraint]:
    """Units are taken in order, so two documents that took the same unit would begin with the same one. A charge is taken once."""
    return (
        models.UniqueConstraint(
            fields=["order_id", "line_number", "first_unit"],
            name=f"billing_{table}_unit_once",
            condition=Q(line_number__isnull=False),
        ),
        models.UniqueConstraint(
            fields=["order_id", "charge_part"],
            name=f"billing_{table}_charge_once",
            condition=Q(charge_part__isnull=False),
        ),
    )


class Invoice(Document):
    """What a customer owes for goods (`sale`) or for taking them back (`fee`, beside the credit note it belongs to).

    `open_minor` and `state` are derived by the database.
    """

    shipment_id = models.BigIntegerField(null=True)
    credit_note_id = models.BigIntegerField(null=True)
    ship_to = models.JSONField()
    due_on = models.DateField()
    paid_minor = models.BigIntegerField(db_default=0)
    overdue_at = models.DateTimeField(null=True)
    open_minor = generated(_INVOICE_OPEN, models.BigIntegerField())
    state = generated(_INVOICE_STATE, models.TextField())

    class Meta:
        db_table = "billing_invoice"
        constraints = [
            *_numbers("invoice"),
            _adds_up("invoice"),
            models.UniqueConstraint(
                fields=["shipment_id"], name="billing_invoice_shipment_once", condition=Q(shipment_id__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(kind="sale", credit_note_id__isnull=True)
                | Q(kind="fee", credit_note_id__isnull=False, shipment_id__isnull=True),
                name="billing_invoice_kind",
            ),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0, set_off_minor__gte=0, paid_elsewhere_minor__gte=0)
                & Q(total_minor__gte=F("paid_minor") + F("set_off_minor") + F("paid_elsewhere_minor")),
                name="billing_invoice_settled_within_total",
            ),
            models.CheckConstraint(condition=Q(state__in=INVOICE.states[1:]), name="billing_invoice_state"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="billing_invoice_order"),
            models.Index(fields=["customer_id", "-id"], name="billing_invoice_customer"),
            models.Index(
                fields=["due_on", "id"],
                name="billing_invoice_open",
                condition=Q(state__in=["issued", "partially_paid"]),
            ),
        ]


class InvoiceLine(DocumentLine):
    pk = models.CompositePrimaryKey("invoice_id", "position")
    invoice_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_invoice_line"
        constraints = [_adds_up("invoice_line"), _units("invoice_line"), *_each_once("invoice_line")]


class InvoiceTax(TaxGroup):
    pk = models.CompositePrimaryKey("invoice_id", "tax_code", "tax_rate")
    invoice_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_invoice_tax"
        constraints = [_adds_up("invoice_tax")]


class CreditNote(Document):
    """What a customer no longer owes: units and charges given back (`return`), or canceled after they were invoiced
    (`cancellation`). `open_minor` and `state` are derived by the database.
    """

    return_id = models.BigIntegerField(null=True)
    reason = models.TextField()
    paid_out_minor = models.BigIntegerField(db_default=0)
    open_minor = generated(_CREDIT_OPEN, models.BigIntegerField())
    state = generated(_CREDIT_STATE, models.TextField())

    class Meta:
        db_table = "billing_credit_note"
        constraints = [
            *_numbers("credit_note"),
            _adds_up("credit_note"),
            models.CheckConstraint(condition=Q(kind__in=["return", "cancellation"]), name="billing_credit_note_kind"),
            models.CheckConstraint(
                condition=Q(paid_out_minor__gte=0, set_off_minor__gte=0, paid_elsewhere_minor__gte=0)
                & Q(total_minor__gte=F("paid_out_minor") + F("set_off_minor") + F("paid_elsewhere_minor")),
                name="billing_credit_note_settled_within_total",
            ),
            models.CheckConstraint(condition=Q(state__in=CREDIT_NOTE.states[1:]), name="billing_credit_note_state"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="billing_credit_note_order"),
            models.Index(fields=["customer_id", "-id"], name="billing_credit_note_customer"),
        ]


class CreditNoteLine(DocumentLine):
    pk = models.CompositePrimaryKey("credit_note_id", "position")
    credit_note_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_credit_note_line"
        constraints = [_adds_up("credit_note_line"), _units("credit_note_line"), *_each_once("credit_note_line")]


class CreditNoteTax(TaxGroup):
    pk = models.CompositePrimaryKey("credit_note_id", "tax_code", "tax_rate")
    credit_note_id = models.BigIntegerField()

    class Meta:
        db_table = "billing_credit_note_tax"
        constraints = [_adds_up("credit_note_tax")]


class Series(models.Model):
    """The last number drawn of a series. Its row is locked while a document is issued, so that no number is left out."""

    code = models.TextField(primary_key=True)
    last_number = models.BigIntegerField()

    class Meta:
        db_table = "billing_series"
        constraints = [
            models.CheckConstraint(condition=Q(last_number__gte=1), name="billing_series_from_one"),
        ]
