"""Mappings: checked as a whole before a file is opened; each refusal names its place."""

from pathlib import Path

import pytest

from ordino.adapters.importing.mapping import MappingUnusable, load_mapping, shipped_mappings

ORDERS = """
kind = "orders"
title = "Mine"
channel = "shop"
currency = "EUR"
[fields]
order = "Order"
sku = "Article"
quantity = "Pieces"
unit_price = { column = "Price", decimal_sign = "," }
placed_at = { column = "Day", format = "%d.%m.%Y" }
"""


def refused(folder: Path, text: str) -> tuple[str, str]:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(MappingUnusable) as stop:
        load_mapping(str(path))
    return stop.value.problem.place, stop.value.problem.detail()


@pytest.mark.parametrize("name", shipped_mappings())
def test_every_shipped_mapping_is_usable(name: str) -> None:
    assert load_mapping(name).title


def test_a_shipped_mapping_is_found_by_its_family_when_the_kind_is_told() -> None:
    assert load_mapping("online_retail", kind="stock").kind == "stock"


def test_a_mapping_that_extends_another_replaces_the_keys_it_gives(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(ORDERS, "utf-8")
    (tmp_path / "mine.toml").write_text('extends = "base"\ncurrency = "USD"\n', "utf-8")
    mapping = load_mapping(str(tmp_path / "mine.toml"))
    assert (mapping.currency, mapping.channel, mapping.field("sku").column) == ("USD", "shop", "Article")


def test_mappings_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('extends = "mine"', "utf-8")
    assert refused(tmp_path, 'extends = "other"')[0] == "extends"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('channel = "shop"', "", "channel"),
        ('"EUR"', '"ERU"', "currency"),
        ('title = "Mine"', 'title = "Mine"\ntime_zone = "Mars/Olympus"', "time_zone"),
        ('sku = "Article"', "", "fields"),
        ('sku = "Article"', 'sku = "Article"\ncolour = "X"', "fields.colour"),
        ('"Article"', '{ column = "Article", values = "none" }', "fields.sku"),
        ('"Article"', '{ column = "Article", lower = true }', "fields[...]"),
        ('title = "Mine"', 'title = "Mine"\nunknown_key = 1', ""),
        ('"orders"', '"order"', "kind"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert refused(tmp_path, ORDERS.replace(old, new))[0] == place


def test_rules_must_have_patterns_fields_and_categories(tmp_path: Path) -> None:
    assert refused(tmp_path, ORDERS + '[[lines]]\nis = "goods"\nwhere = { sku = "(" }')[0] == "lines, rule 1"
    assert refused(tmp_path, ORDERS + '[[lines]]\nis = "goods"\nwhere = { colour = "x" }')[0] == "lines, rule 1"
    assert refused(tmp_path, ORDERS + '[[lines]]\nis = "listed"')[0] == "lines, rule 1"


def test_a_file_that_is_no_mapping_is_refused_with_what_would_be_taken(tmp_path: Path) -> None:
    assert "it is not TOML" in refused(tmp_path, "a,b,c\n1,2,3\n")[1]
    with pytest.raises(MappingUnusable, match="online_retail_orders"):
        load_mapping(str(tmp_path / "nothing.toml"))
    (tmp_path / "latin.toml").write_bytes(b'title = "Caf\xe9"')
    with pytest.raises(MappingUnusable, match="UTF-8"):
        load_mapping(str(tmp_path / "latin.toml"))


def test_a_mapping_of_another_kind_is_refused() -> None:
    with pytest.raises(MappingUnusable, match="a mapping of stock"):
        load_mapping("northwind_orders", kind="stock")
