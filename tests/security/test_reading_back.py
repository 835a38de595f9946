"""Hostile texts wherever a command or a column takes one, read back everywhere: pages, the API, exports."""

import csv
import io
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import psycopg
import pytest
from django.test import Client
from litestar.testing import TestClient

from ordino.access.commands import RevokeApiKey
from ordino.adapters.exporting.runner import ExportTerms, run_export
from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.api.reads.all import READS
from ordino.engine import SYSTEM, Completed
from ordino.engine.registry import commands
from ordino.kernel.messages import Command
from tests.office.conftest import site  # noqa: F401 - a fixture
from tests.security.life import Life
from tests.security.samples import Place, Sampler
from tests.support.database import TestDatabase

HOSTILE = (
    "=1+1<script>alert('{{7*7}}')</script>${7*7}#panic(\"typst\"){% now 'Y' %}'; drop table orders_order; --"
    "\r\nBcc: evil@example.com"
)
# What no command takes in whole it may take in part.
SHORTER = (HOSTILE, HOSTILE.partition("\r")[0], "=1+1<script>alert(1)</script>", "<script>@evil.example", "<b>")
FREE = (
    "name|note|title|label|recipient|company|street|city|region|detail|step|reason|subject|description|phone|owner|"
    "assigned_to|reference|text|lot|legal|footer|headline"
)
ENDING = (RevokeApiKey,)  # the test asks with that key
SUBJECTS = ("orders", "order_lines", "stock", "documents", "events")


@pytest.fixture(scope="module")
def written(life: Life, database: TestDatabase) -> Life:
    """The hostile text stands in every field of a command that takes one, and in every column of free text."""
    planted = sum(_planted(life, command) for command in commands() if command not in ENDING)
    assert planted > 120
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' "
            "and data_type = 'text' and is_generated = 'NEVER' and is_updatable = 'YES' and column_name ~ %s "
            "and table_name !~ '^(auth|django|account|mfa|social|usersessions|procrastinate|engine|network_channel)'",
            [f"(^|_)({FREE})(_|$)"],
        ).fetchall()
        changed = sum(_fill(connection, table, column) for table, column in columns)
    assert changed > 40
    return life


def _planted(life: Life, command: type[Command]) -> int:
    """In how many of its fields the command takes a hostile text, which then stands in the books."""
    taken: set[Place] = set()
    for place, _, sample in Sampler(life.keys()).with_texts(command, SHORTER):
        if place not in taken:
            (outcome,) = life.engine.execute([sample], actor=SYSTEM)
            taken |= {place} if isinstance(outcome, Completed) else set()
    return len(taken)


def _fill(connection: "psycopg.Connection[tuple[object, ...]]", table: str, column: str) -> bool:
    try:
        connection.execute(f"update {table} set {column} = %s where {column} <> ''", [HOSTILE])  # type: ignore[call-overload]
    except (psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation):
        return False  # no free text after all
    return True


@pytest.fixture(scope="module")
def owner(site: None, written: Life) -> Client:  # noqa: F811
    from django.contrib.auth.models import Group, User  # noqa: PLC0415 - exists only after django.setup()

    client = Client(headers={"x-forwarded-proto": "https"}, raise_request_exception=True)
    client.defaults["wsgi.url_scheme"] = "https"
    user, _ = User.objects.get_or_create(username="owner")
    user.groups.set([Group.objects.get_or_create(name="owner")[0]])
    client.force_login(user)
    return client


def test_no_page_lets_a_text_become_a_program_or_a_header(owner: Client, written: Life) -> None:
    from django.urls import URLPattern, reverse  # noqa: PLC0415

    from ordino.office.urls import urlpatterns  # noqa: PLC0415

    keys, shown = written.keys(), 0
    ((number,),) = written.rows("select min(number) from billing_invoice")
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {key: keys.get(key, number if key == "number" else 1) for key in pattern.pattern.converters}
        if "slug" in str(pattern.pattern) or (pattern.name or "").startswith(
            ("account", "mfa", "social", "openid", "user")
        ):
            continue
        answer = owner.get(reverse(pattern.name or "", kwargs=values), follow=True)
        assert answer.status_code in (200, 403, 404, 405), pattern.name
        assert not any("evil" in value for value in answer.headers.values()), pattern.name
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"<script>alert(" not in content, pattern.name
        assert b"alert(&#x27;49" not in content, pattern.name
        shown += b"&lt;script&gt;alert(" in content
    assert shown > 8


def test_the_api_answers_texts_as_they_are(written: Life) -> None:
    keys = written.keys()
    app = create_api(lambda: nullcontext(written.engine), secret=b"a secret of the tests", limits=Limits())
    with TestClient(app) as client:
        for read in READS:
            path = read.path.format(**{key: keys.get(key, 1) for key in read.keys})
            answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {written.secret}"})
            assert answer.status_code in (200, 400, 404), (path, answer.text)
            assert answer.headers["content-type"] in ("application/json", "application/problem+json"), path
            assert not any("evil" in value for value in answer.headers.values()), path


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula(written: Life, tmp_path: Path, form: str) -> None:
    cells = 0
    for subject in SUBJECTS:
        path = tmp_path / f"{subject}.{form}"
        run_export(written.engine, path, ExportTerms(subject=subject, form=form))  # type: ignore[arg-type]
        for kind, value in _cells(path, form):
            assert kind != "f", (subject, value)
            assert form == "xlsx" or not value.startswith(("=", "@", "\t", "\r")), (subject, value)
            cells += "<script>" in value
    assert cells > 3


def _cells(path: Path, form: str) -> Iterator[tuple[str, str]]:
    if form == "csv":
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
            yield from (("s", value) for value in row)
    else:
        for sheet in openpyxl.load_workbook(path):
            yield from ((cell.data_type, str(cell.value)) for row in sheet for cell in row)
