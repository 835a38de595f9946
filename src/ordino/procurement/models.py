"""The tables of procurement. Written only by this context's handlers, through the engine. Amounts are without tax."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from ordino.procurement.lifecycle import (
    ACCEPTED,
    APPROVED,
    CANCELED,
    CHANGED,
    CLOSED,
    DRAFT,
    MATCHED,
    PAID,
    PURCHASE_ORDER,
    REJECTED,
    SUPPLIER_INVOICE,
)

TOLERANCE = Q(tolerance_percent__gte=0, tolerance_percent__lte=100)


class Supplier(models.Model):
    """Whom goods are bought from, in one currency."""

    code = models.TextField()
    name = models.TextField(db_default="")
    currency = models.CharField(max_length=3)
    email = models.TextField(db_default="")
    tolerance_percent = models.DecimalField(max_digits=9, decimal_places=6, db_default=0)
    payment_days = models.IntegerField(db_default=30)
    active = models.BooleanField(db_default=True)

    class Meta:
        db_table = "procurement_supplier"
        constraints = (
            UniqueConstraint(fields=("code",), name="procurement_supplier_code_once"),
            CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="procurement_supplier_currency"),
            CheckConstraint(condition=TOLERANCE, name="procurement_supplier_tolerance"),
            CheckConstraint(condition=Q(payment_days__gte=0), name="procurement_supplier_payment_days"),
        )


class SupplierItem(models.Model):
    """What a supplier asks for a SKU."""

    pk = models.CompositePrimaryKey("supplier_id", "sku_id")
    supplier = models.ForeignKey(Supplier, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    sku_id = models.BigIntegerField()
    supplier_code = models.TextField(db_default="")
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    minimum_quantity = models.BigIntegerField(db_default=1)
    lead_time_days = models.IntegerField(db_default=0)

    class Meta:
        db_table = "procurement_supplier_item"
        constraints = (
            CheckConstraint(condition=Q(unit_price__gte=0), name="procurement_supplier_item_price"),
            CheckConstraint(condition=Q(minimum_quantity__gte=1), name="procurement_supplier_item_minimum"),
            CheckConstraint(condition=Q(lead_time_days__gte=0), name="procurement_supplier_item_lead_time"),
        )
        indexes = (Index(fields=("sku_id",), name="procurement_supplier_item_sku"),)


class PurchaseOrder(models.Model):
    """What was ordered of a supplier, to come to one location."""

    supplier = models.ForeignKey(Supplier, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    location_id = models.BigIntegerField()
    state = models.TextField()
    answer = models.TextField(db_default="")
    currency = models.CharField(max_length=3)
    tolerance_percent = models.DecimalField(max_digits=9, decimal_places=6)
    reference = models.TextField(db_default="")
    note = models.TextField(db_default="")
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "procurement_purchase_order"
        constraints = (
            CheckConstraint(condition=Q(state__in=PURCHASE_ORDER.states), name="procurement_purchase_order_state"),
            CheckConstraint(
                condition=Q(answer__in=["", ACCEPTED, CHANGED, REJECTED]), name="procurement_purchase_order_answer"
            ),
            CheckConstraint(condition=TOLERANCE, name="procurement_purchase_order_tolerance"),
            CheckConstraint(
                condition=Q(state=DRAFT, sent_at__isnull=True)
                | Q(state=CANCELED)
                | (~Q(state__in=[DRAFT, CANCELED]) & Q(sent_at__isnull=False)),
                name="procurement_purchase_order_sent_at",
            ),
            CheckConstraint(
                condition=Q(state__in=[CLOSED, CANCELED], ended_at__isnull=False)
                | (~Q(state__in=[CLOSED, CANCELED]) & Q(ended_at__isnull=True)),
                name="procurement_purchase_order_ended_at",
            ),
        )
        indexes = (
            Index(fields=("state", "-id"), name="procurement_order_state"),
            Index(fields=("supplier", "-id"), name="procurement_order_supplier"),
        )


class Line(models.Model):
    """A line of a purchase order; never more than ordered and tolerated comes of it."""

    pk = models.CompositePrimaryKey("purchase_order_id", "number")
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    number = models.IntegerField()
    sku_id = models.BigIntegerField()
    sku = models.TextField()
    quantity_scale = models.IntegerField()
    supplier_code = models.TextField(db_default="")
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    lead_time_days = models.IntegerField()
    quantity = models.BigIntegerField()
    tolerance_quantity = models.BigIntegerField()
    expected_at = models.DateTimeField(null=True)
    received_quantity = models.BigIntegerField(db_default=0)
    refused_quantity = models.BigIntegerField(db_default=0)
    invoiced_quantity = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "procurement_line"
        constraints = (
            UniqueConstraint(fields=("purchase_order", "sku_id"), name="procurement_line_sku_once"),
            CheckConstraint(condition=Q(quantity__gte=1), name="procurement_line_quantity_positive"),
            CheckConstraint(condition=Q(unit_price__gte=0), name="procurement_line_price"),
            CheckConstraint(
                condition=Q(
                    tolerance_quantity__gte=0,
                    received_quantity__gte=0,
                    refused_quantity__gte=0,
                    invoiced_quantity__gte=0,
                ),
                name="procurement_line_not_negative",
            ),
            CheckConstraint(
                condition=Q(received_quantity__lte=F("quantity") + F("tolerance_quantity")),
                name="procurement_line_received_within_tolerance",
            ),
        )
        indexes = (Index(fields=("sku_id",), name="procurement_line_sku"),)


class Receipt(models.Model):
    """One arrival of goods of a purchase order; never changed. Its movements name it `purchase_receipt/<id>`."""

    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.DO_NOTHING, related_name="+")
    location_id = models.BigIntegerField()
    reference = models.TextField(db_default="")
    received_by = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        db_table = "procurement_receipt"


class ReceiptLine(models.Model):
    """Units of a line that arrived: accepted, and refused because they were too many."""

    pk = models.CompositePrimaryKey("receipt_id", "line_number")
    receipt = models.ForeignKey(Receipt, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    line_number = models.IntegerField()
    accepted = models.BigIntegerField()
    refused = models.BigIntegerField()

    class Meta:
        db_table = "procurement_receipt_line"
        constraints = (
            CheckConstraint(
                condition=Q(accepted__gte=0, refused__gte=0) & (Q(accepted__gt=0) | Q(refused__gt=0)),
                name="procurement_receipt_line_something_came",
            ),
        )


class SupplierInvoice(models.Model):
    """What a supplier asks for; variance = total − what was received at the agreed prices."""

    supplier = models.ForeignKey(Supplier, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.DO_NOTHING, related_name="+")
    number = models.TextField()
    state = models.TextField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    variance_minor = models.BigIntegerField()
    invoiced_on = models.DateField()
    due_on = models.DateField()
    note = models.TextField(db_default="")
    payment_reference = models.TextField(db_default="")
    recorded_at = models.DateTimeField()
    approved_by = models.TextField(db_default="")
    approved_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "procurement_supplier_invoice"
        constraints = (
            UniqueConstraint(fields=("supplier", "number"), name="procurement_supplier_invoice_number_once"),
            CheckConstraint(condition=Q(state__in=SUPPLIER_INVOICE.states), name="procurement_supplier_invoice_state"),
            CheckConstraint(
                condition=Q(variance_minor=F("total_minor") - F("expected_minor")),
                name="procurement_supplier_invoice_adds_up",
            ),
            CheckConstraint(
                condition=~Q(state=MATCHED) | Q(variance_minor=0), name="procurement_supplier_invoice_matched"
            ),
            CheckConstraint(
                condition=~Q(state__in=[APPROVED, PAID]) | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="procurement_supplier_invoice_approved_by",
            ),
            CheckConstraint(
                condition=Q(state=PAID, paid_at__isnull=False) | (~Q(state=PAID) & Q(paid_at__isnull=True)),
                name="procurement_supplier_invoice_paid_at",
            ),
        )
        indexes = (Index(fields=("state", "due_on"), name="procurement_invoice_state"),)


class SupplierInvoiceLine(models.Model):
    """A line of a supplier's invoice beside what it should be; never changed."""

    pk = models.CompositePrimaryKey("invoice_id", "line_number")
    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    line_number = models.IntegerField()
    quantity = models.BigIntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    matched_quantity = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()

    class Meta:
        db_table = "procurement_supplier_invoice_line"
        constraints = (
            CheckConstraint(
                condition=Q(quantity__gte=1, matched_quantity__gte=0, unit_price__gte=0)
                & Q(matched_quantity__lte=F("quantity")),
                name="procurement_supplier_invoice_line_matched",
            ),
        )
