"""Falsified consents are named."""

from typing import Any

import psycopg
import pytest

from ordino.engine import SYSTEM, Completed, Reader
from ordino.parties.commands import GiveConsent, RegisterCustomer, WithdrawConsent
from ordino.simulation.audit import Difference, audit
from tests.conftest import TestEngine


@pytest.fixture
def consent_ids(engine: TestEngine) -> tuple[int, int]:
    """Ada consents to e-mail; she did to letters, too, and withdrew it."""
    (registered,) = engine.execute([RegisterCustomer(name="Ada")], actor=SYSTEM)
    assert isinstance(registered, Completed)
    ada: int = registered.result.customer_id  # type: ignore[attr-defined]
    given = engine.execute(
        [
            GiveConsent(customer_id=ada, purpose=what, source="checkout", proof="form 7")
            for what in ("email", "letters")
        ],
        actor=SYSTEM,
    )
    engine.execute([WithdrawConsent(customer_id=ada, purpose="letters", source="phone")], actor=SYSTEM)
    ids = [outcome.result.consent_id for outcome in given if isinstance(outcome, Completed)]  # type: ignore[attr-defined]
    return ids[0], ids[1]


@pytest.mark.parametrize(
    ("statement", "figure", "expected", "found"),
    [
        ("update parties_consent set purpose = 'profiling' where id = {0}", "purpose", "email", "profiling"),
        ("update parties_consent set source = 'shop' where id = {0}", "source", "checkout", "shop"),
        (
            "update parties_consent set withdrawn_at = null, withdrawal_source = '' where id = {1}",
            "withdrawal_source",
            "phone",
            "none",
        ),
        ("delete from parties_consent where id = {0}", "purpose", "email", "none"),
    ],
    ids=["another purpose", "another source", "a withdrawal undone", "a consent lost"],
)
def test_the_audit_names(
    engine: TestEngine,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    consent_ids: tuple[int, int],
    statement: str,
    figure: str,
    expected: str,
    found: str,
) -> None:
    assert audit(Reader(tamper), now=engine.clock()).clean
    with tamper.transaction(force_rollback=True):
        tamper.execute(statement.format(*consent_ids))  # type: ignore[call-overload]
        report = audit(Reader(tamper), now=engine.clock())
    consent = consent_ids[1 if "{1}" in statement else 0]
    assert Difference("E6", f"consent {consent}", figure, expected, found) in report.differences
    assert {row.thing for row in report.differences} == {f"consent {consent}"}
