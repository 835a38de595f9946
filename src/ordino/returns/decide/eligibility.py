"""Whether units may be returned, and why not: by what the customer has, and by the policy. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ordino.kernel.messages import Record
from ordino.orders.reading import OrderLine
from ordino.returns.rows import ReturnPolicy


class Standing(Record, frozen=True):
    """An order line as far as its return goes: units in returns that wait for approval, and the last delivery if known."""

    line: OrderLine
    requested: int
    delivered_at: datetime | None

    def returnable(self) -> int:
        """Units the customer has that are not asked back already."""
        return max(0, self.line.delivered - self.line.returned - self.line.return_expected - self.requested)


class Objection(Record, frozen=True):
    """Why units cannot be returned; one that comes from the policy can be set aside."""

    reason: str
    from_policy: bool


def objections(standing: Standing, quantity: int, policy: ReturnPolicy, now: datetime) -> tuple[Objection, ...]:
    """Everything that speaks against returning so many units of the line now."""
    return (*_to_quantity(standing, quantity), *_by_policy(standing, policy, now))


def returnable_until(standing: Standing, policy: ReturnPolicy) -> datetime | None:
    """The last moment a return may be asked for; None without a limit, or where the delivery is not known."""
    if policy.window_days is None or standing.delivered_at is None:
        return None
    return standing.delivered_at + timedelta(days=policy.window_days)


def _to_quantity(standing: Standing, quantity: int) -> Iterator[Objection]:
    line, most = standing.line, standing.returnable()
    if not line.delivered:
        yield Objection("nothing of it was delivered", False)
    elif quantity > most:
        back = line.returned + line.return_expected + standing.requested
        yield Objection(f"of {line.delivered} delivered units {back} are back or asked back, so {most} can be", False)


def _by_policy(standing: Standing, policy: ReturnPolicy, now: datetime) -> Iterator[Objection]:
    line, until = standing.line, returnable_until(standing, policy)
    if until is not None and now > until:
        yield Objection(f"the {policy.window_days} days after delivery ended on {until:%Y-%m-%d}", True)
    if line.sku in policy.not_returnable_skus:
        yield Objection(f"{line.sku} is not taken back", True)
    if line.tax_category in policy.not_returnable_categories:
        yield Objection(f"goods of the category {line.tax_category} are not taken back", True)
