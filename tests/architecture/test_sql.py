import re
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from ordino.engine import Statement, Statements
from ordino.flows.wiring import CONTEXTS
from tests.architecture.source import ROOT, SOURCE
from tests.support.database import TestDatabase

FILES = sorted(SOURCE.glob("*/sql/*.sql"))
PACKAGES = sorted({f"ordino.{path.parts[-3]}" for path in FILES})
STATEMENTS = [statement for package in PACKAGES for statement in Statements(package).all()]
ALL_SOURCE = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
PARAMETER = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_every_statement_has_a_name_and_a_sentence(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("-- name: ")
    for statement in re.split(r"^-- name: ", text, flags=re.MULTILINE)[1:]:
        name, *lines = statement.splitlines()
        comment = [line for line in lines if line.startswith("-- ")]
        assert lines[0].startswith("-- "), f"{name} is not explained"
        assert comment[0][3].isupper(), f"{name}: a sentence begins with a capital"
        assert any(line.rstrip().endswith(".") for line in comment), f"{name}: a sentence ends with a full stop"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_no_statement_names_a_schema(path: Path) -> None:
    assert re.findall(r"\bpublic\.\w+", path.read_text("utf-8")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_statement_is_used_and_every_used_one_exists(package: str) -> None:
    folder = SOURCE / package.removeprefix("ordino.")
    known = {statement.name.rpartition(".")[2] for statement in Statements(package).all()}
    source = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py") if "migrations" not in path.parts)
    used = set(re.findall(r"\bSQL\.(\w+)", source)) - {"all", "package"}
    by_edges = set(re.findall(rf"\b{folder.name.upper()}\.(\w+)", ALL_SOURCE))
    assert used - known == set(), "statements that do not exist"
    assert known - used - by_edges == set(), "statements that nobody uses"


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.name)
def test_the_database_understands_every_statement(statement: Statement, database: TestDatabase) -> None:
    """Prepared on the migrated database, so that a renamed column shows here and not at night."""
    numbers: dict[str, int] = {}
    text = PARAMETER.sub(lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}", statement.text.decode())
    with psycopg.connect(database.url) as connection:
        try:
            connection.execute(f"prepare one as {text.replace('%%', '%')}".encode())
        except (errors.IndeterminateDatatype, errors.AmbiguousFunction):
            pytest.skip("the type of a parameter is known only when it is given")


def test_sql_stands_in_files_and_not_in_the_code_of_contexts() -> None:
    words = re.compile(r"\"(?:select|insert into|update|delete from) ", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for context in (*CONTEXTS, "flows")
        for path in sorted((SOURCE / context).rglob("*.py"))
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []
