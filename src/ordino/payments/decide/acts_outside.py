"""On which orders an act counts that a gateway began by itself with a payment that orders share. Pure."""

from collections.abc import Sequence

from ordino.kernel.messages import Record


class Holder(Record, frozen=True):
    """A part of a payment: what the act took of it before, and what captured money it holds besides."""

    payment_id: int
    taken_minor: int
    left_minor: int


def follow_the_money(amount_minor: int, holders: Sequence[Holder]) -> dict[int, int]:
    """What of the amount counts on each payment: first where the act counts already, then where money is, in the order given.

    What is beyond all money counts on the first. A payment on which the act counts already is always among them.
    """
    shares = {holder.payment_id: 0 for holder in holders}
    for most in ([holder.taken_minor for holder in holders], [holder.left_minor for holder in holders]):
        for holder, limit_minor in zip(holders, most, strict=True):
            share_minor = min(amount_minor, max(0, limit_minor))
            shares[holder.payment_id] += share_minor
            amount_minor -= share_minor
    shares[holders[0].payment_id] += amount_minor
    taken = {holder.payment_id for holder in holders if holder.taken_minor}
    kept = {payment_id: share for payment_id, share in shares.items() if share or payment_id in taken}
    return kept or {holders[0].payment_id: 0}
