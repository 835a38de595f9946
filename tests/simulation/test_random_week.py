"""Whatever is asked, in whatever order: what is carried out keeps every rule, what is refused changes nothing."""

import pytest

from tests.simulation.conftest import Audit
from tests.simulation.random_week import RandomWeek
from tests.simulation.world import Merchant


@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_agree_after_a_random_week(shop: Merchant, run_audit: Audit, seed: int):
    week = RandomWeek(shop, seed)
    for _ in range(3):
        week.run(batches=40)
        week.sweep()

        report = run_audit()

        assert report.differences == (), f"seed {seed} after {len(week.commands)} commands"
    assert week.done >= 50
