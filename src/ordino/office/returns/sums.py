"""How a refund comes about, as rows of a drawer."""

from ordino.office.actions import Sum
from ordino.office.templatetags.ordino import amount
from ordino.office.texts import _
from ordino.returns.commands import ReturnRefund
from ordino.returns.decide.refund import RefundAmounts


def refund_sums(amounts: RefundAmounts | ReturnRefund, names: dict[int, str], currency: str, word: str) -> list[Sum]:
    """Each line's frozen shares and what is kept of them, down to the refund."""
    rows = [
        Sum(
            _("%(what)s × %(units)s") % {"what": names[line.line_number], "units": line.quantity},
            _("tax inside %(tax)s") % {"tax": amount(line.tax_minor, currency)},
            amount(line.total_minor, currency),
        )
        for line in amounts.lines
    ]
    if amounts.charges_minor:
        rows.append(Sum(_("Shipping"), "", amount(amounts.charges_minor, currency)))
    if amounts.fee_minor:
        rows.append(Sum(_("Restocking fee"), "", amount(-amounts.fee_minor, currency)))
    return [*rows, Sum(word, "", amount(amounts.refund_minor, currency), total=True)]
