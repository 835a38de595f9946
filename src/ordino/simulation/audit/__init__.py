"""The auditor: stock, money, statuses, promises and journal derived again from first facts; every difference is named.

It reads only, in one snapshot, and calls no handler: what it expects comes from facts and from pure rules.
"""

from ordino.simulation.audit.report import AuditReport, CheckedRule, Difference
from ordino.simulation.audit.rules import RULES
from ordino.simulation.audit.run import UnknownRule, audit, choose_rules

__all__ = ["RULES", "AuditReport", "CheckedRule", "Difference", "UnknownRule", "audit", "choose_rules"]
