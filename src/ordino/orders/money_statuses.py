"""The statuses that the database derives from what was authorized, captured, refunded, invoiced and credited of an order."""

from django.db import models
from django.db.models import F, Value
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

_NET = F("captured_minor") - F("refunded_minor")
_DUE = F("total_minor") - F("credited_minor")
PAYMENT_STATUS = models.Case(
    models.When(payment_terms="paid_elsewhere", then=Value("paid_elsewhere")),
    models.When(GreaterThan(F("refunded_minor"), 0) & Exact(_NET, 0), then=Value("refunded")),
    models.When(GreaterThan(_NET, _DUE), then=Value("overpaid")),
    models.When(GreaterThan(F("refunded_minor"), 0) & Exact(_NET, _DUE), then=Value("partially_refunded")),
    models.When(GreaterThan(_NET, 0) & Exact(_NET, _DUE), then=Value("paid")),
    models.When(GreaterThan(_NET, 0), then=Value("partially_paid")),
    models.When(LessThanOrEqual(_DUE, 0), then=Value("nothing_due")),
    models.When(GreaterThanOrEqual(F("authorized_minor"), _DUE), then=Value("authorized")),
    models.When(GreaterThan(F("authorized_minor"), 0), then=Value("partially_authorized")),
    default=Value("unpaid"),
)
INVOICE_STATUS = models.Case(
    models.When(invoiced_minor=0, then=Value("none")),
    models.When(LessThan(F("invoiced_minor"), F("total_minor")), then=Value("partial")),
    models.When(invoice_open_minor=0, then=Value("paid")),
    default=Value("invoiced"),
)
