"""Quantities: whole units, and goods sold by measure."""

import pytest

from ordino.kernel.problems import InvalidInput
from ordino.kernel.quantity import quantity_text, read_quantity


@pytest.mark.parametrize(
    ("text", "scale", "quantity"), [("12", 0, 12), ("2.5", 3, 2500), ("-3", 0, -3), ("1.000", 0, 1), (" 7 ", 0, 7)]
)
def test_text_as_quantity(text: str, scale: int, quantity: int) -> None:
    assert read_quantity(text, scale) == quantity


def test_a_quantity_finer_than_the_goods_are_sold_is_a_problem() -> None:
    assert read_quantity("0.5") == InvalidInput(
        field="quantity", reason="0.5 is finer than these goods are sold: whole units only."
    )
    assert read_quantity("1.2345", 3, "ordered") == InvalidInput(
        field="ordered", reason="1.2345 is finer than these goods are sold: at most 3 decimals."
    )


@pytest.mark.parametrize("text", ["", "two", "1e9", "1,5", "inf", "9" * 30])
def test_text_that_is_no_quantity_is_a_problem(text: str) -> None:
    assert isinstance(read_quantity(text), InvalidInput)


@pytest.mark.parametrize(
    ("quantity", "scale", "text"), [(12, 0, "12"), (2500, 3, "2.5"), (3000, 3, "3"), (100, 0, "100")]
)
def test_quantity_as_text(quantity: int, scale: int, text: str) -> None:
    assert quantity_text(quantity, scale) == text
