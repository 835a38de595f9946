"""The audit finds stored value clean after everything that can happen to it, and names what was falsified."""

from typing import Any

import psycopg
import pytest

from ordino.simulation.audit import audit, choose_rules
from tests.stored_value.world import ValueWorld

Named = list[tuple[str, str, str, str]]


@pytest.fixture
def account_id(world: ValueWorld) -> int:
    """50.00 of which 20.00 paid an order, 5.00 came back, and 10.00 are set aside."""
    account_id = world.card(5000)
    order_id = world.order("30.00")
    world.pay(order_id, account_id, 3000)
    world.capture(order_id, 2000)
    world.refund(order_id, 500)
    assert world.figures(account_id) == (3500, 1000)
    return account_id


def differences(world: ValueWorld) -> Named:
    with world.engine.reader() as reader:
        found = audit(reader, now=world.engine.clock(), rules=choose_rules(["M5", "E6"])).differences
    return [(row.rule, row.figure, row.expected, row.found) for row in found if row.thing.startswith("stored value")]


@pytest.mark.parametrize(
    ("falsified", "named"),
    [
        (
            "update stored_value_account set balance_minor = 3600",
            [("M5", "balance_minor", "3500", "3600"), ("E6", "balance_minor", "3500", "3600")],
        ),
        (
            "update stored_value_account set reserved_minor = 900",
            [("M5", "reserved_minor", "1000", "900"), ("E6", "reserved_minor", "1000", "900")],
        ),
        (
            "update stored_value_movement set amount_minor = 400 where kind = 'give_back'",
            [("M5", "balance_minor", "3400", "3500"), ("M5", "given_back_minor", "400", "500")],
        ),
        (
            "update stored_value_reservation set redeemed_minor = 1900",
            [("M5", "reserved_minor", "1100", "1000"), ("M5", "redeemed_minor", "2000", "1900")],
        ),
        (
            "delete from engine_event where kind = 'ValueReserved'",
            [("E6", "reserved_minor", "-2000", "1000")],
        ),
    ],
)
def test_what_was_falsified_is_named(
    world: ValueWorld,
    account_id: int,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    falsified: str,
    named: Named,
) -> None:
    assert differences(world) == []

    tamper.execute(falsified.encode())

    assert sorted(differences(world)) == sorted(named)


def test_the_books_are_clean_after_it_all(world: ValueWorld, account_id: int) -> None:
    with world.engine.reader() as reader:
        assert audit(reader, now=world.engine.clock()).differences == ()
