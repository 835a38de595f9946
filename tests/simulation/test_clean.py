"""Books that only commands have written are clean."""

from tests.simulation.conftest import Audit
from tests.simulation.world import Merchant


def test_an_empty_database_is_clean(run_audit: Audit):
    report = run_audit()

    assert report.clean
    assert report.differences == report.warnings == ()


def test_a_busy_merchant_is_clean(busy: Merchant, run_audit: Audit):
    report = run_audit()

    assert report.differences == ()
    assert report.clean
