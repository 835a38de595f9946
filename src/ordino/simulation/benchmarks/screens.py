"""The screens of the back office among very many orders: how long the server takes for each, and what a page weighs."""

import base64
import gzip
import hashlib
import http.client
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from urllib.parse import urlencode

import psycopg

from ordino.insight.sales import count_sales
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import Advance, Figure, Note, Report, at_most, percentile_ms
from ordino.simulation.benchmarks.http_server import serving
from ordino.simulation.benchmarks.scratch import Scratch, engine_on

_NAME = "screens"
_WHO = "bench"
_FONT = "/static/office/vendor/inter-latin.woff2"
_PAGES = ("/", "/orders", "/orders?stage=all", "/orders?stage=all&sort=oldest", "/orders?stage=verify", "/orders?stage=source",
          "/orders?stage=backordered", "/orders?stage=release", "/orders?stage=work", "/orders?stage=partial",
          "/orders?stage=transit", "/orders?stage=delivered", "/orders?stage=done", "/orders?stage=canceled",
          "/orders?stage=draft", "/orders?stage=all&channel=shop", "/orders?stage=all&hold=manual",
          "/orders?stage=all&since=2020-01-01&until=2020-01-02", "/orders?q=customer7", "/orders?q=SKU-00042",
          "/holds", "/exceptions", "/fulfillment", "/fulfillment?step=ready", "/fulfillment?step=released&location=LON", "/pick",
          "/pack", "/hand-over", "/shipments", "/shipments?tab=late", "/shipments?tab=trouble", "/shipments?tab=here",
          "/shipments?tab=arrived", "/shipments?tab=all", "/returns", "/returns?tab=all", "/returns?tab=over", "/stock",
          "/stock?sku=SKU-00042", "/customers", "/customers?name=nobody", "/money", "/money?tab=overdue",
          "/money?tab=credit-notes", "/money?tab=payments", "/money?tab=refunds", "/money?tab=transfers", "/purchasing",
          "/quotes", "/fraud", "/mine", "/badges", "/insight", "/insight?days=365", "/settings/trail")  # fmt: skip
_FOLLOWED = {  # pages that are found by a link on a list: what it leads to
    "/orders?stage=all": "/orders?NEXT",
    "/fulfillment": "/fulfillment/NUMBER",
    "/shipments?tab=all": "/shipments/NUMBER",
    "/returns?tab=all": "/returns/NUMBER",
    "/customers": "/customers/NUMBER",
    "/money": "/invoices/NUMBER",
}
_WARM_UP = 3
_SPOTS = 10  # orders that are opened, spread over all of them
_ITERATIONS = 1000
_LONGEST_SECONDS = 30


class _Answer(Record, frozen=True):
    """An answer as it came over the wire: how long it took, its bytes as sent, and its text."""

    took_ns: int
    weight: int
    text: str


def measure_screens(scratch: Scratch, database: str, questions: int, advance: Advance) -> Report:
    """Each list, its second page and some orders, `questions` times each, over HTTP as a signed-in person asks."""
    url = scratch.url_of(database)
    password, orders = _let_in(url), _spots(url)
    with engine_on(url) as engine:
        count_sales(engine)
    settings = {"ORDINO_ALLOW_HTTP": "yes", "ORDINO_SECRET_KEY": secrets.token_urlsafe(40)}
    figures, slowest, heaviest = [], Decimal(0), 0
    with (
        serving(url, "ordino.site.asgi:application", "/health", **settings) as served,
        _person(served.port, password) as person,
    ):
        followed = [(name, _followed(person, path, name)) for path, name in _FOLLOWED.items()]
        for name, asked in [*((path, [path]) for path in _PAGES), *followed, ("/orders/NUMBER", orders)]:
            if not asked:
                continue
            answers = _answers(person, asked, questions)
            took = percentile_ms([answer.took_ns for answer in answers], 95)
            figures.append(Figure(_NAME, f"{name[:40]}, p95", took, "ms", at_most("100")))
            slowest, heaviest = max(slowest, took), max(heaviest, *(answer.weight for answer in answers))
            advance(questions)
        loads = {path: _first_load(person, path) for path in ("/orders", "/insight")}
    figures.append(Figure(_NAME, "heaviest page, compressed", _kilobytes(heaviest), "kB", at_most("60")))
    for path, weight in loads.items():
        figures.append(Figure(_NAME, f"first load of {path}, compressed", _kilobytes(weight), "kB", at_most("300")))
    told = f"The slowest page took {slowest} ms at p95. Server, database and client share the processors."
    return Report(tuple(figures), (Note(_NAME, told),))


def _first_load(person: "_Person", path: str) -> int:
    """What a browser fetches that has seen nothing yet: the page and all it names, compressed, and the font of its letters."""
    first = person.get(path)
    named = set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg|woff2))', first.text))
    return first.weight + sum(person.get(one).weight for one in (*named, _FONT))


def _followed(person: "_Person", path: str, name: str) -> list[str]:
    """The page that the first such link of a list leads to; none where the list is empty."""
    text = person.get(path).text
    if name.endswith("?NEXT"):
        found = re.search(r'href="([^"]+)" rel="next"', text)
        return [path.partition("?")[0] + found[1].replace("&amp;", "&")] if found else []
    found = re.search(rf'href="({name.removesuffix("NUMBER")}[0-9A-Z-]*[0-9])"', text)
    return [found[1]] if found else []


def _answers(person: "_Person", asked: list[str], questions: int) -> list[_Answer]:
    """So many answers after some to warm up; fewer where they take longer than half a minute together."""
    answers: list[_Answer] = []
    until = time.monotonic() + _LONGEST_SECONDS
    for turn in range(_WARM_UP + questions):
        answers.append(person.get(asked[turn % len(asked)]))
        if time.monotonic() > until:
            break
    return answers[_WARM_UP:] or answers[-1:]


class _Person:
    """Somebody who is signed in, on one connection."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> _Answer:
        begun = time.perf_counter_ns()
        status, body, text = self._ask("GET", path)
        took = time.perf_counter_ns() - begun
        if status != 200:
            raise RuntimeError(f"{path} was answered with {status}")
        return _Answer(took, len(body), text)

    def sign_in(self, password: str) -> None:
        self._ask("GET", "/login")
        token = self._cookies["csrftoken"]
        status, _, _ = self._ask("POST", "/login", {"login": _WHO, "password": password, "csrfmiddlewaretoken": token})
        if status != 302:
            raise RuntimeError(f"signing in was answered with {status}")

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        head = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept-Encoding": "gzip",
        }
        if form is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, urlencode(form) if form else None, head)
        answer = self._connection.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
        return answer.status, body, plain.decode(errors="replace")


@contextmanager
def _person(port: int, password: str) -> Iterator[_Person]:
    connection = http.client.HTTPConnection("localhost", port, timeout=120)
    try:
        person = _Person(connection)
        person.sign_in(password)
        yield person
    finally:
        connection.close()


def _let_in(url: str) -> str:
    """A login for this run, which may do everything; answers its password."""
    password, salt = secrets.token_urlsafe(16), secrets.token_hex(8)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ITERATIONS)
    kept = f"pbkdf2_sha256${_ITERATIONS}${salt}${base64.b64encode(digest).decode()}"
    with psycopg.connect(url) as connection:
        connection.execute("delete from django_session")
        connection.execute(
            "insert into auth_user (username, password, is_superuser, first_name, last_name, email, is_staff, is_active, "
            "date_joined) values (%s, %s, true, '', '', '', true, true, now()) "
            "on conflict (username) do update set password = excluded.password",
            [_WHO, kept],
        )
    return password


def _spots(url: str) -> list[str]:
    """Pages of orders, spread evenly over all numbers."""
    with psycopg.connect(url) as connection:
        ((first, last),) = connection.execute("select min(id), max(id) from orders_order").fetchall()
        rows = connection.execute(
            "select (select min(id) from orders_order where id >= %s + (%s - %s) * spot / %s) "
            "from generate_series(0, %s - 1) as spot",
            [first, last, first, _SPOTS, _SPOTS],
        ).fetchall()
    return [f"/orders/{number}" for (number,) in rows]


def _kilobytes(weight: int) -> Decimal:
    return (Decimal(weight) / 1000).quantize(Decimal("0.1"))
