"""Orders priced elsewhere: the channel's figures stay; where its own totals do not add up, the difference is named."""

from ordino.orders.decide.pricing_rows import PricedOrder, StatedDifference, StatedTotals


def check_stated_totals(priced: PricedOrder, stated: StatedTotals) -> tuple[StatedDifference, ...]:
    """Every stated total that differs from the sum of the order's parts; the total first. Nothing is corrected."""
    figures = (
        ("total", stated.total_minor, priced.total_minor),
        ("goods", stated.goods_minor, priced.goods_minor),
        ("discount", stated.discount_minor, priced.discount_minor),
        ("shipping", stated.shipping_minor, priced.shipping_minor),
        ("fee", stated.fee_minor, priced.fee_minor),
        ("tax", stated.tax_minor, priced.tax_minor),
    )
    return tuple(
        StatedDifference(figure, stated_minor, summed_minor)
        for figure, stated_minor, summed_minor in figures
        if stated_minor is not None and stated_minor != summed_minor
    )
