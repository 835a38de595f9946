"""Why something is refused, what waits for a person and what to do next are said in the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from django.utils import translation

from ordino.cli.reference_pages import leaves, load_vocabulary
from ordino.exceptions.kinds import KINDS, UNKNOWN
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.office.sentences import detail_of, in_language
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant

OF_PROGRAMS = {"api", "adapters", "cli"}  # refused to programs and to whoever brings files, in English
EXAMPLES: dict[Any, Any] = {
    str: "X1", int: 3, Decimal: Decimal(2), bool: True, date: date(2026, 3, 1), datetime: datetime(2026, 3, 1, tzinfo=UTC)
}  # fmt: skip


def _example(kind: Any) -> Any:
    """A value of a type: the first of a choice, one of each part of a record, a list of one."""
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return _example(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return (_example(get_args(kind)[0]),)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        return kind(**{name: "EUR" if "currency" in name else _example(hints[name]) for name in kind.__struct_fields__})
    return EXAMPLES[kind]


@pytest.fixture
def problems(site: None) -> list[Problem]:
    load_vocabulary()
    kinds = [kind for kind in leaves(Problem) if kind.__module__.split(".")[1] not in OF_PROGRAMS]
    return [_example(kind) for kind in kinds]


def test_every_problem_says_its_detail_in_german(problems: list[Problem]) -> None:
    with translation.override("de"):
        english = [
            f"{problem.code()}: {detail_of(problem)}"
            for problem in problems
            if not isinstance(problem, InvalidInput) and detail_of(problem) == problem.detail()
        ]

    assert "\n".join(english) == ""
    with translation.override("en"):
        assert all(
            detail_of(problem) == problem.detail() for problem in problems if not isinstance(problem, InvalidInput)
        )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (NotFound(what="channel", reference="shop"), "Kanal shop gibt es nicht."),
        (
            InvalidInput(field="stock_buffer", reason="must not be negative"),
            "zurückgehaltene Menge: darf nicht negativ sein",
        ),
        (
            StateRefuses(subject="Order 7", state="canceled", command="HoldOrder", permitted=()),
            "Auftrag 7 ist storniert: Auftrag sperren ist nicht möglich; jetzt erlaubt: nichts.",
        ),
    ],
)
def test_facts_of_a_refusal_are_said_in_words_of_the_language(site: None, problem: Problem, said: str) -> None:
    with translation.override("de"):
        assert detail_of(problem) == said


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("Invoice INV-2026-7 was due on 2026-03-01.", "Rechnung INV-2026-7 war am 2026-03-01 fällig."),
        (
            "Comes later than promised: line 1 from 2026-03-01 to no date, line 2 from no date to 2026-03-04.",
            "Kommt später als zugesagt: Position 1 von 2026-03-01 auf kein Datum, Position 2 von kein Datum auf 2026-03-04.",
        ),
        ("An attempt to deliver failed.", "Ein Zustellversuch ist gescheitert."),
        ("An attempt to deliver failed. Nobody home (7)", "Ein Zustellversuch ist gescheitert. Nobody home (7)"),
        ("There is no SKU A7; choose one.", "Es gibt keine SKU A7; wählen Sie eine."),
        ("The street has no number.", "The street has no number."),
    ],
)
def test_what_stands_in_the_journal_is_said_again_with_its_facts(site: None, stored: str, said: str) -> None:
    with translation.override("de"):
        assert in_language(stored) == said


def test_every_suggested_step_has_its_german(site: None) -> None:
    with translation.override("de"):
        assert [
            kind.suggested_step
            for kind in (*KINDS.values(), UNKNOWN)
            if in_language(kind.suggested_step) == kind.suggested_step
        ] == []


def test_a_refusal_is_said_in_german_on_the_screen(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")
    browser.post("/account/preferences", {"language": "de", "time_zone": "Europe/Berlin"})

    shown = text_of(
        browser.post(
            "/settings/returns/set", {"channel": "nowhere", "expected_days": "1", "restocking_fee_percent": "0"}
        )
    )

    assert "Kanal nowhere gibt es nicht." in shown
