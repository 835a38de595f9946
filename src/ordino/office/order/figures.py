"""Figures of an order that more than one of its actions shows."""

from ordino.office.actions import Booked
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _, in_words
from ordino.orders.commands import OrderAccepted
from ordino.orders.views import OrderView


def order_booked(view: OrderView, result: OrderAccepted) -> list[Booked]:
    """The order before and after: where it stands, what it comes to, its version."""
    before, currency = view.order, view.order.currency
    return [
        Booked(_("Order"), in_words(before.state), in_words(result.state)),
        Booked(_("Total"), amount(before.total_minor, currency), f"{amount(result.total_minor, currency)} {currency}"),
        Booked(_("Version"), str(before.version), str(result.version)),
    ]


def charges_to_waive(view: OrderView) -> list[tuple[int, str, int]]:
    """Charges that are not waived yet: number, label, and amount in minor units, of all of their tax rates."""
    amounts: dict[int, tuple[str, int]] = {}
    for part in view.charges:
        if not part.canceled:
            amounts[part.charge_number] = (part.label, amounts.get(part.charge_number, ("", 0))[1] + part.amount_minor)
    return [(number, label, minor) for number, (label, minor) in sorted(amounts.items())]
