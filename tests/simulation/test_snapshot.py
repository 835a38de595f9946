"""An audit reads one snapshot, however much happens meanwhile."""

from ordino.inventory.commands import ReceiveStock
from ordino.simulation.audit import audit, choose_rules
from tests.conftest import TestEngine
from tests.simulation.world import Merchant, line


def test_what_happens_meanwhile_does_not_disturb_the_snapshot(shop: Merchant, engine: TestEngine):
    shop.do(ReceiveStock(sku="A", location="LON", quantity=5))
    with engine.reader() as reader:
        before = audit(reader, now=engine.clock(), rules=choose_rules(["I3"]))
        shop.place("meanwhile", line("A", 2))
        report = audit(reader, now=engine.clock())

    assert (before.rules[0].rows, report.rules[0].rows) == (1, 1)
    assert report.differences == ()
    assert {rule.rows for rule in report.rules if rule.subject == "orders"} == {0}
