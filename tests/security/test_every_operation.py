"""Every operation of the API x {no key, a key that may do all else, the key for it, another channel's key}.

The operations are those that the server answers; whoever is refused has changed nothing in the whole database.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple

import msgspec
import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from ordino.api.app import create_api, routes
from ordino.api.limits import Limits
from ordino.api.operations import CommandOperation, operations
from ordino.api.reads.all import READS
from ordino.api.reads.reading import Read
from ordino.api.streaming import CHANGES, EVENTS
from ordino.flows.wiring import load_handlers
from ordino.jobs.commands import CreateImport
from ordino.orders.commands import PlaceOrder
from tests.security.life import TABLES, Life
from tests.security.samples import Sampler

load_handlers()
BASE = "/api/v1"
# Open to everybody: what explains, and what proves itself by a signature, a signed link, or the secret in its own body.
OPEN = {
    "/openapi.json",
    "/problems/{code:str}",
    "/event-types",
    "/event-types/{kind:str}",
    "/incoming/{adapter:str}",
    "/downloads/{token:str}",
    "/oauth/token",
    "/oauth/revoke",
}
SPECIAL = (
    ("GET", "/events/stream", EVENTS.permission),
    ("GET", "/events/changes", CHANGES.permission),
    ("PUT", "/jobs/{job_id}/file", CreateImport.permission()),
    ("POST", "/checkout/quotes", PlaceOrder.permission()),
)


class Ask(NamedTuple):
    """A question that makes sense: of a server whose `permission` it takes."""

    method: str
    path: str
    body: Any
    permission: str
    ends: bool = True


class Asker:
    """Asks with the secrets of keys; previews, so that what is permitted changes nothing either."""

    def __init__(self, life: Life, client: TestClient[Litestar]) -> None:
        self.life = life
        self._client = client
        self._asked = 0

    def ask(self, one: Ask, secret: str | None, *, preview: bool = False) -> Response:
        self._asked += 1
        headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        headers |= {"Idempotency-Key": f"asked-{self._asked}", "Content-Type": "application/json"}
        query = {"preview": "true"} if preview and one.method == "POST" and one.path != "/checkout/quotes" else {}
        content = b"" if one.body is None else msgspec.json.encode(one.body)
        return self._client.request(one.method, BASE + one.path, content=content, headers=headers, params=query or None)


@pytest.fixture(scope="module")
def asker(life: Life) -> Iterator[Asker]:
    app = create_api(lambda: nullcontext(life.engine), secret=b"a secret of the tests", limits=Limits())
    with TestClient(app) as client:
        yield Asker(life, client)


def everything_that_may_be_asked(life: Life) -> list[Ask]:
    keys = life.keys()
    sampler = Sampler(keys)
    asks = []
    for operation in operations():
        whole = _body(operation, sampler)
        own = {key: whole[key] for key in operation.path.keys}
        rest = {name: value for name, value in whole.items() if name not in own}
        permission = operation.command.permission()
        asks.append(Ask("POST", operation.path.template().format(**own), rest, permission))
        asks.append(Ask("POST", operation.path.bulk(), {"items": [whole]}, permission))
    for read in READS:
        path = read.path.format(**{key: keys.get(key, 1) for key in read.keys})
        asks.append(Ask("GET", path, None, read.permission))
    for method, path, permission in SPECIAL:
        body = _body_of(PlaceOrder, sampler) if path == "/checkout/quotes" else None
        asks.append(Ask(method, path.format(job_id=keys["job_id"]), body, permission, ends="events" not in path))
    return asks


def _body(operation: CommandOperation, sampler: Sampler) -> dict[str, Any]:
    body = _body_of(operation.command, sampler)
    return {name: value for name, value in body.items() if name in operation.item.__struct_fields__}


def _body_of(command: Any, sampler: Sampler) -> dict[str, Any]:
    whole: dict[str, Any] = msgspec.to_builtins(sampler.command(command))
    return {name: value for name, value in whole.items() if name not in ("type", "command")}


def _scope(permission: str) -> str:
    return permission.replace(".", ":", 1)


def _all_but(permission: str, permissions: list[str]) -> list[str]:
    """The scopes that permit everything else; who may do any command of a context may read of it, too."""
    own = permission.partition(".")[0]
    others = sorted({one.partition(".")[0] + ":write" for one in permissions} - {f"{own}:write"})
    siblings = [_scope(one) for one in permissions if one.startswith(f"{own}.") and one != permission]
    return others if permission.endswith(".read") else others + siblings


def test_every_address_of_the_server_is_asked(life: Life) -> None:
    served = {
        (method, path.replace(":int}", "}"))
        for path, methods in routes().items()
        for method in methods
        if path not in OPEN
    }
    asked = {("POST", operation.path.template()) for operation in operations()}
    asked |= {("POST", operation.path.bulk()) for operation in operations()}
    asked |= {("GET", read.path) for read in READS} | {(method, path) for method, path, _ in SPECIAL}
    assert asked == served
    assert len(everything_that_may_be_asked(life)) >= len(served)


def test_nobody_is_let_in_without_a_key_or_with_a_wrong_one(asker: Asker) -> None:
    before = asker.life.everything()
    for one in everything_that_may_be_asked(asker.life):
        for secret in (None, "ordino_unknown"):
            answer = asker.ask(one, secret)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), one
    assert asker.life.everything() == before


def test_a_key_that_may_do_all_else_is_refused_and_one_that_may_do_this_alone_is_not(asker: Asker) -> None:
    asks = everything_that_may_be_asked(asker.life)
    permissions = sorted({one.permission for one in asks})
    all_else = {one: asker.life.issue(f"no {one}", *_all_but(one, permissions)) for one in permissions}
    alone = {one: asker.life.issue(f"only {one}", _scope(one)) for one in permissions}
    before = asker.life.everything()

    for one in asks:
        refused = asker.ask(one, all_else[one.permission])
        assert (refused.status_code, refused.json().get("permission")) == (403, one.permission), one
    for one in asks:
        if one.ends:
            answer = asker.ask(one, alone[one.permission], preview=True)
            missing = answer.status_code == 403 and answer.json().get("permission") == one.permission
            assert answer.status_code != 401, one
            assert answer.status_code < 500, (one, answer.text)
            assert not missing, one
    assert asker.life.everything() == before


def test_a_key_of_another_channel_changes_nothing_and_learns_nothing(asker: Asker) -> None:
    ((channel_id,),) = asker.life.rows("select id from network_channel where code = 'market'")
    secret = asker.life.issue("stranger", "*", channel_id=channel_id)
    before = asker.life.everything()
    for one in everything_that_may_be_asked(asker.life):
        if one.method == "GET":
            continue  # test_keys_of_others looks at what is read
        answer = asker.ask(one, secret)
        if one.path.endswith("/bulk"):
            statuses = {item["status"] for item in answer.json().get("items", [{"status": answer.status_code}])}
            assert statuses <= {403, 404}, (one, answer.text)
        else:
            assert answer.status_code in (403, 404), (one, answer.text)
    assert asker.life.everything() == before


def test_every_resource_says_what_its_key_may_do_with_it_now(asker: Asker) -> None:
    """From the tables of life cycles: what is named is an address, is permitted, and is not refused for the state."""
    samples = Sampler(asker.life.keys())
    bodies = {operation.name: _body(operation, samples) for operation in operations()}
    everything = asker.life.issue("agent", "*")
    reader = asker.life.issue("reader", *sorted({_scope(read.permission) for read in READS}))
    named: dict[str, set[str]] = {}
    for read, path in _resources(asker.life):
        one = Ask("GET", path, None, read.permission)
        assert asker.ask(one, reader).json()["permitted_actions"] == [], path
        actions = asker.ask(one, everything).json()["permitted_actions"]
        named.setdefault(read.name, set()).update(action["command"] for action in actions)
        for action in actions:
            body = {name: value for name, value in bodies[action["command"]].items() if name not in TABLES}
            asked = Ask(action["method"], action["path"].removeprefix(BASE), body, "")
            problem = asker.ask(asked, everything, preview=True).json().get("type", "")
            assert not problem.endswith(("StateRefuses", "NoSuchAddress", "InvalidBody")), (action, problem)
    assert {read.name for read in READS if read.keys and read.name.startswith("Show")} - set(named) == {"ShowTimeline"}
    assert {"CancelOrder", "PlaceDraft", "ReleaseHold"} <= named["ShowOrder"]
    assert {"PickUnits", "RecallFulfillment"} <= named["ShowFulfillmentOrder"]
    assert {"ReceiveReturn", "CancelReturn"} <= named["ShowReturn"]
    assert (named["ShowPayment"], named["ShowRefund"]) == ({"RefundOrder"}, {"ConfirmRefund", "FailRefund"})


def test_a_list_names_for_each_row_what_its_resource_does(asker: Asker) -> None:
    everything, reader = (
        asker.life.secret,
        asker.life.issue("rows-reader", *sorted({_scope(read.permission) for read in READS})),
    )
    shows = {read.path.partition("/{")[0]: read for read in READS if len(read.keys) == 1 and _tells_actions(read)}
    compared = set()
    for read in (one for one in READS if one.acts is not None and one.path in shows):
        for row in _whole(asker, read, everything, ""):
            shown = asker.ask(Ask("GET", f"{read.path}/{row['id']}", None, ""), everything).json()["permitted_actions"]
            assert set(row["permitted_actions"]) <= {one["command"] for one in shown}, (read.name, row)
            compared |= {read.name} if row["permitted_actions"] else set()
        assert all(row["permitted_actions"] == [] for row in _whole(asker, read, reader, "")), read.name
    assert {"ListOrders", "ListFulfillmentOrders", "ListCustomers", "ListReturns"} <= compared


def _resources(life: Life) -> Iterator[tuple[Read, str]]:
    """The address of every resource there is that says what may be done with it."""
    for read in READS:
        if len(read.keys) == 1 and _tells_actions(read):
            for (key,) in life.rows(f"select id from {TABLES[read.keys[0]]}"):
                yield read, read.path.format(**{read.keys[0]: key})


def _tells_actions(read: Read) -> bool:
    return "permitted_actions" in getattr(read.result, "__struct_fields__", ())


def test_every_list_is_read_from_both_ends_and_within_a_time(asker: Asker) -> None:
    secret = asker.life.secret
    lists = [read for read in READS if "sort" in read.query.__struct_fields__ and not read.keys]
    filled = 0
    for read in lists:
        key, falling, rising = (
            ("placed_at", "-placed_at", "placed_at") if read.name == "ListOrders" else ("id", "-id", "id")
        )
        whole = _whole(asker, read, secret, f"sort={falling}")
        filled += len(whole) > 1
        assert [row["id"] for row in whole] == [row["id"] for row in _whole(asker, read, secret, "")], read.name
        assert whole == sorted(whole, key=lambda row: (row[key], row["id"]), reverse=True), read.name
        assert _whole(asker, read, secret, f"sort={rising}") == whole[::-1], read.name
        name = {"ListOrders": "placed", "ListInvoices": "issued", "ListCreditNotes": "issued"}.get(read.name, "created")
        early, late = (
            ("2000-01-01", "2100-01-01") if name == "issued" else ("2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
        )
        assert len(_whole(asker, read, secret, f"{name}_from={early}&{name}_before={late}")) == len(whole), read.name
        assert _whole(asker, read, secret, f"{name}_before={early}") == [], read.name
        assert _whole(asker, read, secret, f"{name}_from={late}") == [], read.name
        refused = asker.ask(Ask("GET", f"{read.path}?sort=color", None, ""), secret)
        assert (refused.status_code, refused.json()["parameter"]) == (400, "sort"), read.name
    assert len(lists) == 13
    assert filled >= 2


def _whole(asker: Asker, read: Read, secret: str, query: str) -> list[dict[str, Any]]:
    """A list in pages of two, or at once where it has no pages."""
    if "limit" not in read.query.__struct_fields__:
        items: list[dict[str, Any]] = asker.ask(Ask("GET", f"{read.path}?{query}", None, ""), secret).json()["items"]
        return items
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        cursor_part = f"&cursor={cursor}" if cursor else ""
        answer = asker.ask(Ask("GET", f"{read.path}?limit=2&{query}{cursor_part}", None, ""), secret)
        assert answer.status_code == 200, (read.name, answer.text)
        rows += answer.json()["items"]
        cursor = answer.json()["next"]
    return rows
