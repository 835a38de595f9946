"""The SQL of this context, and what its handlers share."""

from datetime import datetime, timedelta

from ordino.engine import Statements
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound

SQL = Statements("ordino.jobs")
LEASE = timedelta(minutes=1)
# What a job may do at most in the name of who created it.
OF_IMPORTS = (
    "orders.place_order",
    "catalog.register_sku",
    "parties.register_customer",
    "inventory.receive_stock",
    "network.register_channel",
    "network.register_location",
)
OF_IMPORTS_OF_A_CHANNEL = ("orders.place_order", "parties.register_customer")
# What of a job's subjects belongs to one channel or another.
OF_A_CHANNEL = ("orders", "customers", "order_lines", "documents")


class LockedJob(Record, frozen=True):
    """A job under lock; `seen_at` is when its worker was heard of last."""

    id: int
    state: str
    attempt: int
    seen_at: datetime | None


def no_job(job_id: int) -> NotFound:
    return NotFound(what="job", reference=str(job_id))
