"""The accounts between which stock moves.

`supplier`, `customer`, `scrap` and `adjustment` are outside: they take and give without limit. `location/<id>/<bucket>` is
what stands at a location, `transit/<transfer id>` what is on its way. A level's on hand is the fold of the movements of all
its location's accounts, its unavailable quantity the fold of those that are not `available`.
"""

SUPPLIER, CUSTOMER, SCRAP, ADJUSTMENT = "supplier", "customer", "scrap", "adjustment"

AVAILABLE = "available"
UNAVAILABLE_BUCKETS = ("damaged", "quality")
BUCKETS = (AVAILABLE, *UNAVAILABLE_BUCKETS)


def location_account(location_id: int, bucket: str = AVAILABLE) -> str:
    """What stands at a location in one bucket, for example `location/3/damaged`."""
    return f"location/{location_id}/{bucket}"


def transit_account(transfer_id: int) -> str:
    """What is on its way in one transfer, for example `transit/7`."""
    return f"transit/{transfer_id}"


def bucket_at(account: str, location_id: int) -> str | None:
    """The bucket of an account of this location, or None for any other account."""
    prefix = f"location/{location_id}/"
    return account.removeprefix(prefix) if account.startswith(prefix) else None


def is_held(account: str) -> bool:
    """Whether what is in the account is ours: at a location or in transit."""
    return account.startswith(("location/", "transit/"))
