"""What edges read of billing: documents for lists, screens and paper, and the invoices that are overdue."""

from collections.abc import Sequence
from datetime import datetime

from ordino.billing.documents import day_of
from ordino.billing.facts import SQL, IssuingMerchant
from ordino.engine import Reader


def overdue_invoices(reader: Reader, now: datetime, *, limit: int) -> Sequence[int]:
    """The ids of open invoices whose due date is over, of which that was not told yet."""
    merchant = reader.fetch_one(SQL.select_merchant, IssuingMerchant) or IssuingMerchant()
    return reader.fetch_values(SQL.select_overdue, today=day_of(merchant, now), limit=limit)
