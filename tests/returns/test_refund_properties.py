"""M6 and M8 for whatever line, partition and order: returns give back exactly the shares, and touch no other unit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from ordino.orders.reading import OrderLine
from ordino.returns.decide.refund import UnitsToRefund, decide_refund, shares_of

LINE = OrderLine(
    order_id=1,
    number=1,
    sku_id=1,
    sku="A",
    description="",
    bundle="",
    quantity_scale=0,
    shippable=True,
    ordered=1,
    canceled=0,
    unsourced=0,
    backordered=0,
    allocated=0,
    released=0,
    picked=0,
    packed=0,
    shipped=1,
    delivered=1,
    unit_price=Decimal(1),
    goods_minor=0,
    discount_minor=0,
    amount_minor=0,
    tax_category="standard",
    tax_rate=Decimal(20),
    tax_minor=0,
)


@st.composite
def lines(draw: st.DrawFn) -> OrderLine:
    units = draw(st.integers(1, 400))
    amount = draw(st.integers(-10_000, 10_000_000))
    return structs.replace(
        LINE,
        ordered=units,
        shipped=units,
        delivered=units,
        amount_minor=amount,
        discount_minor=draw(st.integers(0, 5000)),
        tax_minor=draw(st.integers(0, 100_000)),
        quantity_scale=draw(st.sampled_from((0, 0, 3))),
    )


@st.composite
def partitions(draw: st.DrawFn) -> tuple[OrderLine, list[int]]:
    """A line, and its units in parts, in the order in which they are refunded."""
    parts = draw(st.lists(st.integers(1, 60), min_size=1, max_size=12))
    units = sum(parts)
    return structs.replace(draw(lines()), ordered=units, shipped=units, delivered=units), parts


def refunded(line: OrderLine, parts: list[int], *, included: bool) -> list[tuple[int, int]]:
    """Total and tax of each part, one return after the other."""
    found = []
    for index, part in enumerate(parts):
        units = UnitsToRefund(line, sum(parts[:index]), part, "other")
        share = shares_of(units, prices_include_tax=included)
        found.append((share.total_minor, share.tax_minor))
    return found


@given(partitions(), st.booleans())
def test_any_partition_in_any_order_gives_back_exactly_the_line(
    given_line: tuple[OrderLine, list[int]], included: bool
) -> None:
    line, parts = given_line

    found = refunded(line, parts, included=included)

    whole = line.amount_minor if included else line.amount_minor + line.tax_minor
    assert sum(total for total, _ in found) == whole
    assert sum(tax for _, tax in found) == line.tax_minor


@given(partitions(), st.booleans(), st.data())
def test_what_one_return_takes_changes_no_other_units_money(
    given_line: tuple[OrderLine, list[int]], included: bool, data: st.DataObject
) -> None:
    line, parts = given_line
    cut = data.draw(st.integers(0, len(parts)))

    together = refunded(line, [sum(parts[:cut]), *parts[cut:]] if cut else parts, included=included)

    assert together[1 if cut else 0 :] == refunded(line, parts, included=included)[cut:]


@given(lines(), st.decimals(0, 100, places=2), st.booleans())
def test_the_fee_is_part_of_what_the_goods_cost(line: OrderLine, percent: Decimal, included: bool) -> None:
    line = structs.replace(line, amount_minor=abs(line.amount_minor))
    units = (UnitsToRefund(line, 0, line.ordered, "changed_mind"),)

    amounts = decide_refund(units, (), fee_percent=percent, fee_minor=None, prices_include_tax=included)

    assert 0 <= amounts.fee_minor <= amounts.goods_minor
    assert amounts.refund_minor + amounts.fee_minor == amounts.goods_minor
