"""A cost of another package, really installed: found by its entry point, named in rules, counted in plans."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordino.adapters.costs.plugins import load_plugins
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput
from ordino.sourcing.commands import SetSourcingRules
from ordino.sourcing.decide.costs import COSTS, distance, register_cost
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import CostSetting, NamedCost, SourcingRules
from ordino.sourcing.decide.stock import RunningStock
from ordino.sourcing.queries import plans_of_order
from tests.sourcing.test_plan import L1, A, wanted
from tests.sourcing.world import SourcingWorld

MODULE = """
def per_unit_from_a_store(parcel, amount_minor):
    units = sum(row.quantity for row in parcel.allocations)
    return amount_minor * units if parcel.location.code == "L1" else 0


def paid_to_send(parcel, amount_minor):
    return -amount_minor
"""
ENTRY_POINTS = """
[ordino.sourcing.costs]
handling = shop_costs:per_unit_from_a_store
bonus = shop_costs:paid_to_send
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package `shop-costs` in a directory of installed packages."""
    (tmp_path / "shop_costs.py").write_text(MODULE)
    metadata = tmp_path / "shop_costs-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-costs\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    load_plugins()
    yield
    for name in ("handling", "bonus"):
        COSTS.pop(name, None)
    sys.modules.pop("shop_costs", None)


def rules(name: str, amount_minor: int = 150) -> SetSourcingRules:
    return SetSourcingRules(channel="shop", costs=(CostSetting(name, amount_minor),))


@pytest.mark.usefixtures("installed")
def test_a_cost_of_an_installed_package_decides_and_is_named_in_the_plan(world: SourcingWorld) -> None:
    world.stock("A", "L1", 5)
    world.stock("A", "L2", 5)
    world.do(rules("handling"))
    order_id = world.source(("A", 3))
    assert world.allocations(order_id) == [(1, "L2", 3)]

    world.put("A", "L2", -2)
    short = world.source(("A", 2))
    with world.engine.reader() as reader:
        (plan,) = plans_of_order(reader, short)
    assert plan.candidates[0].locations == ("L1",)
    assert plan.candidates[0].costs == (NamedCost("handling", 300),)


def test_a_cost_that_no_package_offers_is_refused_by_name(world: SourcingWorld) -> None:
    (outcome,) = world.ask(rules("handling"))
    reason = "handling is not known; known are capacity, distance, stock_age"
    assert outcome == Refused(InvalidInput(field="costs", reason=reason))


def test_orders_are_sourced_without_a_cost_whose_package_is_gone_and_say_so() -> None:
    plan = plan_sources(
        wanted((A, 1)), [L1], RunningStock({(A, 1): 1}), SourcingRules(costs=(CostSetting("handling", 150),))
    )
    assert plan.reasons == ("clear_winner", "unknown_cost")


@pytest.mark.usefixtures("installed")
def test_a_negative_cost_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="the cost bonus answers -150; none may be negative"):
        plan_sources(wanted((A, 1)), [L1], RunningStock({(A, 1): 1}), SourcingRules(costs=(CostSetting("bonus", 150),)))


def test_a_name_is_given_once() -> None:
    register_cost("distance", distance)
    with pytest.raises(ValueError, match="there is a cost named distance already"):
        register_cost("distance", lambda parcel, amount_minor: 0)
