"""The database holds the rules of the parties by itself: each constraint is hit once."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

ONE_DEFAULT = "parties_address_one_default"
ADDRESS: dict[str, Any] = {"customer_id": 1, "country": "GB", "fingerprint": "x"}
CONSENT: dict[str, Any] = {
    "customer_id": 1,
    "purpose": "email_marketing",
    "given_at": "2026-03-01",
    "source": "checkout",
    "proof": "form 7",
}

CHECKS = [
    ("parties_customer_kind_known", "parties_customer", {"kind": "dog"}),
    ("parties_customer_reference_not_blank", "parties_customer", {"external_reference": " "}),
    ("parties_customer_currency_format", "parties_customer", {"currency": "gbp"}),
    ("parties_customer_credit_limit_in_currency", "parties_customer", {"credit_limit_minor": 1}),
    ("parties_customer_payment_terms_range", "parties_customer", {"payment_terms_days": -1}),
    ("parties_customer_not_merged_into_itself", "parties_customer", {"id": 1, "merged_into_id": 1}),
    ("parties_address_purpose_known", "parties_address", {**ADDRESS, "purpose": "fun"}),
    ("parties_address_country_format", "parties_address", {**ADDRESS, "country": "gb"}),
    ("parties_consent_purpose_format", "parties_consent", {**CONSENT, "purpose": "E-mail"}),
    ("parties_consent_source_and_proof", "parties_consent", {**CONSENT, "proof": " "}),
    (
        "parties_consent_withdrawn_later_and_by_whom",
        "parties_consent",
        {**CONSENT, "withdrawn_at": "2026-02-01", "withdrawal_source": "phone"},
    ),
    ("parties_contact_name_not_blank", "parties_contact", {"customer_id": 1, "name": ""}),
]
UNIQUES = [
    ("parties_customer_reference_unique", "parties_customer", {"external_reference": "7"}),
    ("parties_address_unique", "parties_address", ADDRESS),
    ("parties_consent_one_stands", "parties_consent", CONSENT),
    ("parties_contact_unique", "parties_contact", {"customer_id": 1, "name": "Ada"}),
]


@pytest.mark.parametrize(("constraint", "table", "row"), CHECKS, ids=[name for name, _, _ in CHECKS])
def test_a_wrong_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
):
    with pytest.raises(errors.CheckViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("constraint", "table", "row"), UNIQUES, ids=[name for name, _, _ in UNIQUES])
def test_a_second_row_of_a_key_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, table: str, row: dict[str, Any]
):
    insert(tamper, table, row)
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
def test_a_second_default_address_of_one_purpose_is_refused(tamper: "psycopg.Connection[tuple[Any, ...]]"):
    insert(tamper, "parties_address", {**ADDRESS, "is_default": True})
    insert(tamper, "parties_address", {**ADDRESS, "is_default": True, "purpose": "billing"})
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, "parties_address", {**ADDRESS, "is_default": True, "fingerprint": "y"})
    assert refusal.value.diag.constraint_name == ONE_DEFAULT


def test_no_constraint_is_left_out(engine: TestEngine):
    with engine.connection() as connection:
        assert named_constraints(connection, "parties") == {name for name, _, _ in CHECKS + UNIQUES} | {ONE_DEFAULT}
