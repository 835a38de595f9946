import re

import pytest

from tests.architecture.source import ROOT, SOURCE
from tests.tooling.licences import PAGE, PERMITTED, Part, browser_parts, page, python_parts

EXCEPTION = re.compile(r"# noqa:[^#\n]*\bS\d{3}\b(?P<reason>[^\n]*)")


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    return [*python_parts(), *browser_parts()]


def test_every_part_comes_under_a_licence_that_is_permitted(parts: list[Part]) -> None:
    assert [part for part in parts if part.words() - PERMITTED] == []
    assert {"psycopg", "django", "htmx.org", "hypothesis"} <= {part.name for part in parts}


def test_the_page_of_licences_is_what_the_locks_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make licences` and commit what it writes"


def test_each_exception_from_a_security_rule_says_why() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in SOURCE.rglob("*.py")
        for hit in EXCEPTION.finditer(path.read_text("utf-8"))
        if " - " not in hit["reason"]
    ]
    assert found == []
