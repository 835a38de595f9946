"""What a channel is after it was registered (again)."""

from ordino.kernel.problems import Problem
from ordino.kernel.registration import check_code, with_given
from ordino.network.commands import RegisterChannel
from ordino.network.decide.checks import LARGEST_AMOUNT, check_currency, check_one_of, check_range, check_time_zone
from ordino.network.rows import ChannelRow

_GIVEN_FIELDS = (
    "name", "currency", "price_list_id", "prices_include_tax", "tax_rounding", "stock_buffer", "out_of_stock",
    "payment_minutes", "time_zone",
)  # fmt: skip
_LONGEST_PAYMENT_MINUTES = 525_600


def registered_channel(command: RegisterChannel, known: ChannelRow | None, new_id: int) -> ChannelRow | Problem:
    """The channel with what is given, or why it cannot be accepted."""
    after = with_given(known or ChannelRow(new_id, command.code), command, _GIVEN_FIELDS, kind="channel_kind")
    return (
        check_code(after.code)
        or check_code(after.kind, "channel_kind")
        or check_currency(after.currency)
        or check_one_of("tax_rounding", after.tax_rounding, ("total", "line", "unit"))
        or check_one_of("out_of_stock", after.out_of_stock, ("backorder", "refuse"))
        or check_range("stock_buffer", after.stock_buffer, 0, LARGEST_AMOUNT)
        or check_range("price_list_id", after.price_list_id, 1, LARGEST_AMOUNT)
        or check_range("payment_minutes", after.payment_minutes, 1, _LONGEST_PAYMENT_MINUTES)
        or check_time_zone(after.time_zone)
        or after
    )
