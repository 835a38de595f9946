"""The reference page lists every rule as the code has it."""

from pathlib import Path

import pytest

from ordino.simulation.audit import RULES
from ordino.simulation.audit.checks import Rule

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "audit.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.title)
def test_the_page_lists_the_rule(rule: Rule):
    assert f"| {rule.id} | {rule.title} | {rule.compares} | {rule.subject}" in PAGE.read_text(encoding="utf-8")
