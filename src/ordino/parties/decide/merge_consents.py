"""What becomes of the consents of customers that are the same. Pure."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from ordino.parties.rows import ConsentRow

MERGED = "a later word of a customer who is the same"


def consents_of_one(consents: Iterable[ConsentRow], customer_id: int) -> list[ConsentRow]:
    """All the consents as those of one customer: of each purpose the latest word counts.

    What was given before a later word, given or withdrawn, ends with that word; so one consent stands at most.
    """
    rows = sorted(consents, key=lambda row: (row.given_at, -row.id))
    latest: dict[str, datetime] = {}
    for row in rows:
        word = row.given_at if row.withdrawn_at is None else row.withdrawn_at
        latest[row.purpose] = max(word, latest.get(row.purpose, word))
    newest = {row.purpose: row.id for row in rows if row.withdrawn_at is None and row.given_at == latest[row.purpose]}
    return [
        replace(row, customer_id=customer_id)
        if row.withdrawn_at is not None or newest.get(row.purpose) == row.id
        else replace(row, customer_id=customer_id, withdrawn_at=latest[row.purpose], withdrawal_source=MERGED)
        for row in rows
    ]
