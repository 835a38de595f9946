"""Imports and exports over HTTP: create, send, run, look, fetch."""

import csv
import io
import json
from datetime import timedelta
from threading import Event
from typing import Any

import openpyxl
import pytest
from httpx import Response

from ordino.api.limits import Limits
from ordino.workers.jobs import JobRunner
from tests.api.world import ORDERS, Shop, order

MAPPING = """
kind = "orders"
title = "Orders of the market"
channel = "shop"
currency = "GBP"
verified_elsewhere = true

[fields]
order = "order"
sku = "sku"
quantity = "quantity"
unit_price = "price"
placed_at = "placed"
recipient = "name"
country = { constant = "GB" }
"""
FILE = b"""order,sku,quantity,price,placed,name
W-1,MUG,2,12.50,2026-03-01T10:00:00,Ada
W-2,TEA,1,4.00,2026-03-01T11:00:00,Bob
W-3,TEA,many,4.00,2026-03-01T12:00:00,Eve
"""


def create(shop: Shop, **terms: Any) -> int:
    body = {"subject": "orders", "mapping": MAPPING, "file_name": "market.csv", **terms}
    answer = shop.post("/api/v1/imports", body)
    assert (answer.status_code, answer.json()["state"]) == (200, "receiving"), answer.text
    return int(answer.json()["job_id"])


def send(shop: Shop, job_id: int, content: bytes = FILE, secret: str = "") -> Response:
    headers = {"Authorization": f"Bearer {secret or shop.secret}", "Content-Type": "application/octet-stream"}
    return shop.client.put(f"/api/v1/jobs/{job_id}/file", content=content, headers=headers)


def run(shop: Shop) -> int:
    return JobRunner(shop.engine, Event(), beat_seconds=0).run_next()


def show(shop: Shop, job_id: int) -> Any:
    return shop.get(f"/api/v1/jobs/{job_id}").json()


def fetch(shop: Shop, job_id: int, name: str) -> bytes:
    """A file by its link, which needs no key."""
    (link,) = [file for file in show(shop, job_id)["files"] if file["file"] == name]
    answer = shop.get(link["href"], secret=None)
    assert answer.status_code == 200
    assert len(answer.content) == link["size_bytes"]
    return answer.content


def test_an_import_takes_its_file_runs_and_says_what_it_did(shop: Shop) -> None:
    job_id = create(shop)
    assert [action["command"] for action in show(shop, job_id)["permitted_actions"]] == ["CancelJob", "SendFile"]
    assert send(shop, job_id).json() == {"job_id": job_id, "state": "waiting", "attempt": 0}

    assert (run(shop), run(shop)) == (1, 0)

    told = show(shop, job_id)
    assert {name: told["job"][name] for name in ("state", "kind", "subject", "attempt", "done", "total", "note")} == {
        "state": "done", "kind": "import", "subject": "orders", "attempt": 1, "done": 3, "total": 3, "note": "",
    }  # fmt: skip
    assert (told["report"]["added"], told["report"]["errors"], told["permitted_actions"]) == (2, 1, [])
    rows = list(csv.DictReader(io.StringIO(fetch(shop, job_id, "errors").decode())))
    assert [(row["line"], row["order"], row["field"]) for row in rows] == [("4", "W-3", "quantity")]
    assert fetch(shop, job_id, "input") == FILE
    placed = shop.merchant.rows("select external_reference, total_minor from orders_order order by external_reference")
    assert placed == [("W-1", 2500), ("W-2", 400)]
    actors = shop.merchant.rows("select distinct actor from engine_command where kind = 'PlaceOrder'")
    assert actors == [("key:everything",)]


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    job_id = create(shop, dry_run=True)
    send(shop, job_id)
    run(shop)

    told = show(shop, job_id)
    assert (told["job"]["state"], told["report"]["dry_run"], told["report"]["added"]) == ("done", True, 2)
    assert shop.merchant.rows("select count(*) from orders_order") == [(0,)]


def test_a_mapping_that_cannot_be_used_is_told(shop: Shop) -> None:
    for mapping, note in (
        ("no such mapping", "it is not TOML"),
        ('extends = "/etc/passwd"', "it extends '/etc/passwd'"),
        ('kind = "stock"', "Object missing required field"),
    ):
        job_id = create(shop, mapping=mapping)
        send(shop, job_id)
        run(shop)
        job = show(shop, job_id)["job"]
        assert (job["state"], note in job["note"]) == ("failed", True), job


def test_an_import_may_no_more_than_who_created_it(shop: Shop) -> None:
    clerk = shop.issue("clerk", "jobs:write", "catalog:read")
    body = {"subject": "orders", "mapping": MAPPING, "file_name": "market.csv"}
    journal = shop.journal()
    refused = shop.post("/api/v1/imports", body, secret=clerk)
    assert (refused.status_code, refused.json()["permission"]) == (403, "orders.place_order")
    assert shop.journal() == journal

    seller = shop.issue("seller", "jobs:write", "orders:place_order")
    mapping = MAPPING.replace('title = "', 'create_missing = true\ntitle = "')
    job_id = shop.post("/api/v1/imports", {**body, "mapping": mapping}, secret=seller).json()["job_id"]
    assert send(shop, job_id, FILE.replace(b"MUG", b"NEW"), secret=seller).status_code == 200
    run(shop)
    assert shop.merchant.sku_id("NEW") is None


def test_only_keys_with_the_scope_whose_channel_it_is_send_files(shop: Shop) -> None:
    job_id = create(shop)
    assert shop.client.put(f"/api/v1/jobs/{job_id}/file", content=FILE).status_code == 401
    assert send(shop, job_id, secret=shop.issue("reader", "jobs:read")).status_code == 403
    market = shop.issue("market-key", "*", channel="market")
    assert send(shop, job_id, secret=market).status_code == 404
    assert shop.get(f"/api/v1/jobs/{job_id}", secret=market).status_code == 404
    assert shop.post(f"/api/v1/jobs/{job_id}/cancel", {}, secret=market).status_code == 404
    assert show(shop, job_id)["files"] == []


def test_a_key_of_one_channel_brings_in_what_is_its_own(shop: Shop) -> None:
    """The mapping names the channel `shop`, and would make known what is not; a job of `market` does neither."""
    market = shop.issue("market-key", "*", channel="market")
    body = {"subject": "orders", "mapping": MAPPING.replace('title = "', 'create_missing = true\ntitle = "')}
    body |= {"file_name": "market.csv"}
    for terms, status in (({}, 403), ({"only_channel": "shop"}, 404), ({"subject": "stock"}, 403)):
        assert shop.post("/api/v1/imports", body | terms, secret=market).status_code == status
    created = shop.post("/api/v1/imports", body | {"only_channel": "market"}, secret=market)
    job_id = created.json()["job_id"]
    assert send(shop, job_id, FILE.replace(b"TEA,1", b"NEW,1"), secret=market).status_code == 200

    run(shop)

    told = shop.get(f"/api/v1/jobs/{job_id}", secret=market).json()
    assert told["job"]["state"] == "done", told
    placed = "select c.code, o.external_reference from orders_order o join network_channel c on c.id = o.channel_id"
    assert ("market", "W-1") in shop.merchant.rows(placed)
    assert {code for code, _ in shop.merchant.rows(placed)} == {"market"}
    assert shop.merchant.sku_id("NEW") is None
    assert [job["id"] for job in shop.get("/api/v1/jobs", secret=market).json()["items"]] == [job_id]


def test_a_key_of_one_channel_takes_out_what_is_its_own(shop: Shop) -> None:
    shop.place()
    own = shop.place(channel="market")
    market = shop.issue("market-key", "*", channel="market")
    for subject, only_channel, status in (("orders", None, 403), ("orders", "shop", 404), ("stock", "market", 422)):
        body = {"subject": subject, "form": "jsonl", "only_channel": only_channel}
        assert shop.post("/api/v1/exports", body, secret=market).status_code == status
    body = {"subject": "orders", "form": "jsonl", "only_channel": "market"}
    job_id = shop.post("/api/v1/exports", body, secret=market).json()["job_id"]
    run(shop)
    assert [json.loads(line)["order_id"] for line in fetch(shop, job_id, "result").splitlines()] == [own]
    shop_key = shop.issue("shop-key", "*", channel="shop")
    assert shop.get("/api/v1/jobs", secret=shop_key).json()["items"] == []


@pytest.mark.parametrize("limits", [Limits(upload_bytes=100)])
def test_a_file_that_is_too_large_is_refused(shop: Shop) -> None:
    answer = send(shop, create(shop), b"x" * 101)
    assert (answer.status_code, answer.json()["maximum_bytes"]) == (413, 100)


def test_a_file_is_sent_once(shop: Shop) -> None:
    job_id = create(shop)
    send(shop, job_id)
    again = send(shop, job_id, b"other")
    assert (again.status_code, again.json()["type"]) == (409, "/api/v1/problems/StateRefuses")
    assert fetch(shop, job_id, "input") == FILE
    assert send(shop, 99).status_code == 404


def test_a_canceled_job_is_not_run(shop: Shop) -> None:
    job_id = create(shop)
    send(shop, job_id)
    assert shop.post(f"/api/v1/jobs/{job_id}/cancel", {}).json()["state"] == "canceled"
    assert run(shop) == 0
    assert shop.merchant.rows("select count(*) from orders_order") == [(0,)]


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_and_another_adds_the_rest(shop: Shop) -> None:
    job_id = create(shop)
    send(shop, job_id)
    stopping = Event()
    stopping.set()
    assert JobRunner(shop.engine, stopping).run_next() == 1
    assert show(shop, job_id)["job"]["state"] == "waiting"

    run(shop)

    job = show(shop, job_id)["job"]
    assert (job["state"], job["attempt"]) == ("done", 2)
    assert shop.merchant.rows("select count(*) from orders_order") == [(2,)]


def test_a_link_holds_for_a_time_and_cannot_be_made_up(shop: Shop) -> None:
    job_id = create(shop)
    send(shop, job_id)
    (link,) = show(shop, job_id)["files"]
    forged = link["href"][:-2] + ("AA" if link["href"][-2:] != "AA" else "BB")
    assert shop.get(forged, secret=None).status_code == 404
    assert shop.get(link["href"], secret=None).content == FILE
    shop.engine.clock.set(shop.engine.clock() + timedelta(hours=2))
    assert shop.get(link["href"], secret=None).status_code == 404


def export(shop: Shop, form: str, **terms: Any) -> bytes:
    answer = shop.post("/api/v1/exports", {"subject": "orders", "form": form, **terms})
    assert answer.json()["state"] == "waiting"
    run(shop)
    return fetch(shop, answer.json()["job_id"], "result")


def test_an_export_is_the_same_in_every_form_and_runs_nothing(shop: Shop) -> None:
    formula = '=HYPERLINK("http://evil.example")'
    order_id = shop.post(ORDERS, order(customer_name=formula, external_reference="W-1")).json()["order_id"]

    (read,) = csv.DictReader(io.StringIO(export(shop, "csv").decode()))
    (told,) = map(json.loads, export(shop, "jsonl").splitlines())
    sheet = openpyxl.load_workbook(io.BytesIO(export(shop, "xlsx"))).worksheets[0]
    names, values = ([cell.value for cell in row] for row in sheet.iter_rows())
    cells = dict(zip(names, values, strict=True))

    assert read["customer_name"] == f"'{formula}"
    assert (cells["customer_name"], told["customer_name"]) == (formula, formula)
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert (read["order_id"], cells["order_id"], told["order_id"]) == (str(order_id), order_id, order_id)
    assert (read["total_minor"], cells["total_minor"], told["total_minor"]) == ("1250", 1250, 1250)
    assert list(read) == names == list(told)


@pytest.mark.parametrize("subject", ["orders", "order_lines", "stock", "documents", "events"])
def test_everything_that_can_be_exported_is(shop: Shop, subject: str) -> None:
    shop.place()
    rows = [json.loads(line) for line in export(shop, "jsonl", subject=subject).splitlines()]
    counts = {"orders": 1, "order_lines": 1, "stock": 2, "documents": 0}
    assert len(rows) == counts.get(subject, len(rows))
    assert rows or subject == "documents"


def test_an_export_is_bounded_by_time_and_channel(shop: Shop) -> None:
    shop.place()
    own = shop.place(channel="market")
    later = (shop.engine.clock() + timedelta(seconds=1)).isoformat()
    assert export(shop, "jsonl", since=later) == b""
    (told,) = map(json.loads, export(shop, "jsonl", only_channel="market", before=later).splitlines())
    assert told["order_id"] == own


def test_jobs_are_listed_the_newest_first(shop: Shop) -> None:
    first = create(shop)
    shop.post("/api/v1/exports", {"subject": "stock"})
    listed = shop.get("/api/v1/jobs?limit=1").json()
    assert [job["kind"] for job in listed["items"]] == ["export"]
    rest = shop.get(f"/api/v1/jobs?limit=1&cursor={listed['next']}").json()
    assert ([job["id"] for job in rest["items"]], rest["next"]) == ([first], None)
    assert [job["id"] for job in shop.get("/api/v1/jobs?kind=import").json()["items"]] == [first]
