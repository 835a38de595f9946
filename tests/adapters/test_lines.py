"""From rows to typed lines, from lines to orders, from orders to commands: exact values."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ordino.adapters.files import FileUnreadable
from ordino.adapters.files.problems import DamagedFile, UnusableRow
from ordino.adapters.files.rows import Row
from ordino.adapters.importing.grouping import BrokenLine, group_orders
from ordino.adapters.importing.lines import Line, LineReader
from ordino.adapters.importing.mapping import ImportMapping, load_mapping
from ordino.adapters.importing.orders import draft_order
from ordino.orders.rows import OrderedCharge, OrderedLine

RETAIL = load_mapping("online_retail_orders")
READER = LineReader(RETAIL)


def row(line: int = 2, **values: str) -> Row:
    given = {
        "InvoiceNo": "536365",
        "StockCode": "85123A",
        "Description": "WHITE HOLDER",
        "Quantity": "6",
        "InvoiceDate": "2010-12-01 08:26:00",
        "UnitPrice": "2.55",
        "CustomerID": "17850.0",
        "Country": "United Kingdom",
    } | values
    return Row(line, tuple(given[column] for column in RETAIL.columns()))


def line(number: int = 2, **values: str) -> Line:
    found = READER.read(row(number, **values))
    assert isinstance(found, Line)
    return found


class TestLines:
    def test_a_row_becomes_a_typed_line(self) -> None:
        found = line(StockCode=" 85123a ")
        assert (found.order, found.sku, found.quantity, found.unit_price) == ("536365", "85123A", 6, Decimal("2.55"))
        assert (found.customer, found.country, found.kind) == ("17850", "GB", "goods")
        assert found.amount == Decimal("15.30")

    def test_times_are_those_of_the_mapping_s_place(self) -> None:
        assert line(InvoiceDate="2011-06-01 08:26:00").placed_at == datetime(2011, 6, 1, 7, 26, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("column", "value", "field"),
        [
            ("UnitPrice", "1e999", "unit_price"),
            ("UnitPrice", "NaN", "unit_price"),
            ("UnitPrice", "9" * 5_000, "unit_price"),
            ("UnitPrice", "1,234.50", "unit_price"),
            ("UnitPrice", "", "unit_price"),
            ("UnitPrice", "٣", "unit_price"),
            ("UnitPrice", "0.0000001", "unit_price"),
            ("Quantity", "1.5", "quantity"),
            ("Quantity", "six", "quantity"),
            ("Quantity", "1" * 400, "quantity"),
            ("InvoiceDate", "yesterday", "placed_at"),
            ("InvoiceDate", "2011-02-30 00:00:00", "placed_at"),
            ("Country", "Narnia", "country"),
            ("StockCode", "", "sku"),
            ("InvoiceNo", "", "order"),
            ("Description", "x" * 501, "description"),
            ("Description", "bell\x07", "description"),
            ("Description", "half a \ud83d", "description"),
            ("StockCode", "nul\0", "sku"),
        ],
    )
    def test_what_cannot_be_taken_is_named_with_its_field(self, column: str, value: str, field: str) -> None:
        found = READER.read(row(7, **{column: value}))
        assert isinstance(found, UnusableRow)
        assert (found.line, found.field) == (7, field)
        assert len(found.found) < 100

    @pytest.mark.parametrize(
        ("values", "kind", "category"),
        [
            ({}, "goods", ""),
            ({"StockCode": "DCGSSBOY"}, "goods", ""),
            ({"StockCode": "PADS"}, "goods", ""),
            ({"StockCode": "POST"}, "shipping", ""),
            ({"StockCode": "DOT"}, "shipping", ""),
            ({"StockCode": "C2"}, "shipping", ""),
            ({"StockCode": "m"}, "fee", ""),
            ({"InvoiceNo": "C536379", "StockCode": "D", "Quantity": "-1"}, "listed", "discount given afterwards"),
            ({"InvoiceNo": "C536379", "Quantity": "-1"}, "listed", "cancellation or return"),
            ({"InvoiceNo": "C536379", "StockCode": "POST", "Quantity": "-1"}, "listed", "postage credited"),
            ({"InvoiceNo": "C536379", "StockCode": "M", "Quantity": "-1"}, "listed", "manual credit"),
            ({"InvoiceNo": "C536379", "StockCode": "BANK CHARGES", "Quantity": "-1"}, "listed", "bank charge"),
            ({"StockCode": "AMAZONFEE"}, "listed", "marketplace fee or commission"),
            ({"StockCode": "S"}, "listed", "sample"),
            ({"StockCode": "gift_0001_20"}, "listed", "voucher"),
            ({"StockCode": "B", "UnitPrice": "-11062.06"}, "listed", "bad debt"),
            ({"Quantity": "-10", "UnitPrice": "0.0"}, "listed", "write-off"),
            ({"UnitPrice": "0.0"}, "listed", "no price"),
        ],
    )
    def test_each_kind_of_line_is_treated_as_what_it_is(self, values: dict[str, str], kind: str, category: str) -> None:
        found = line(**values)
        assert (found.kind, found.category) == (kind, category)

    def test_a_line_no_rule_knows_is_refused(self) -> None:
        mapping = ImportMapping(kind="products", title="", fields={"sku": "A"}, lines=())
        found = LineReader(mapping).read(Row(3, ("X",)))
        assert isinstance(found, UnusableRow)
        assert found.field == "lines"

    def test_a_comma_can_be_the_decimal_sign(self, tmp_path: Path) -> None:
        path = tmp_path / "m.toml"
        path.write_text(
            'kind = "stock"\ntitle = ""\n[fields]\nsku = "A"\nquantity = "Q"\n'
            'unit_price = { column = "P", decimal_sign = "," }\n',
            "utf-8",
        )
        mapping = load_mapping(str(path))
        found = LineReader(mapping).read(Row(2, ("X", "3", "1.234,50")))
        assert isinstance(found, Line)
        assert found.unit_price == Decimal("1234.50")


class TestGrouping:
    def test_lines_of_one_order_belong_together_where_another_order_comes_between(self) -> None:
        lines = [line(2), line(3, InvoiceNo="C536364", Quantity="-1"), line(4)]
        groups = list(group_orders(lines, 1_000))
        assert [(group.order, [found.line for found in group.lines]) for group in groups] == [
            ("536365", [2, 4]),
            ("C536364", [3]),
        ]

    def test_a_line_that_comes_too_late_is_refused_and_not_dropped(self) -> None:
        lines = [line(2), line(3, InvoiceNo="2"), line(9, InvoiceNo="2"), line(10)]
        *_, late = [group for group in group_orders(lines, 5) if group.broken]
        assert late.lines[0].line == 10
        assert late.broken[0].found == "order 536365 ended more than 5 lines before"

    def test_a_broken_line_breaks_its_own_order_only(self) -> None:
        problem = UnusableRow(line=3, found="x", accepted="y")
        groups = list(group_orders([line(2), BrokenLine("536365", problem), line(4, InvoiceNo="2")], 1_000))
        assert [(group.order, len(group.broken)) for group in groups] == [("536365", 1), ("2", 0)]

    def test_where_the_file_breaks_off_open_orders_are_not_taken_for_complete(self) -> None:
        def lines() -> object:
            yield line(2)
            yield line(5_000, InvoiceNo="2")
            raise FileUnreadable(DamagedFile(line=5_001, found="x", accepted="y"))

        groups = []
        with pytest.raises(FileUnreadable):
            groups.extend(group_orders(lines(), 1_000))  # type: ignore[arg-type]
        assert [(group.order, bool(group.broken)) for group in groups] == [("536365", False), ("2", True)]


class TestDrafts:
    def test_an_order_keeps_its_prices_and_its_postage_becomes_shipping(self) -> None:
        lines = [line(2), line(3, StockCode="POST", Description="POSTAGE", Quantity="2", UnitPrice="18.0")]
        (group,) = group_orders(lines, 10)
        draft = draft_order(group, RETAIL)
        assert draft.command is not None
        assert draft.command.lines == (
            OrderedLine(
                sku="85123A",
                quantity=6,
                unit_price=Decimal("2.55"),
                tax_rate=Decimal(0),
                tax_minor=0,
                description="WHITE HOLDER",
            ),
        )
        assert draft.command.charges == (
            OrderedCharge(kind="shipping", label="POSTAGE", amount_minor=3600, tax_rate=Decimal(0), tax_minor=0),
        )
        assert draft.command.stated_total_minor == 5130
        assert draft.command.customer_reference == "17850"
        assert draft.command.placed_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)

    def test_of_two_times_in_one_order_the_first_counts(self) -> None:
        (group,) = group_orders([line(2), line(3, InvoiceDate="2010-12-01 08:27:00")], 10)
        draft = draft_order(group, RETAIL)
        assert draft.command is not None
        assert draft.command.placed_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)

    def test_a_sale_without_a_customer_is_captured_at_the_counter_and_noted(self) -> None:
        (group,) = group_orders([line(2, CustomerID="")], 10)
        draft = draft_order(group, RETAIL)
        assert draft.command is not None
        assert draft.command.customer_reference == "COUNTER"
        assert [note.category for note in draft.noted] == ["no customer"]

    def test_a_third_decimal_becomes_a_rounding_figure(self) -> None:
        (group,) = group_orders([line(2, UnitPrice="0.001", Quantity="1")], 10)
        figures = draft_order(group, RETAIL).figures
        assert (figures.goods, figures.rounding) == (Decimal("0.00"), Decimal("0.001"))

    def test_charges_without_goods_are_listed(self) -> None:
        (group,) = group_orders([line(2, StockCode="POST")], 10)
        draft = draft_order(group, RETAIL)
        assert draft.command is None
        assert [(listed.category, listed.amount) for listed in draft.listed] == [
            ("charge without goods", Decimal("15.30"))
        ]
