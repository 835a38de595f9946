"""Reads: exact pages, cursors that nobody can make up, what may be done now, ETags, one channel's view."""

from datetime import timedelta
from typing import Any

import pytest

from ordino.api.reads.all import READS
from ordino.api.reads.reading import Read
from ordino.api.strict import strict
from ordino.orders.rows import OrderedLine
from tests.api.world import ADDRESS, ORDERS, Shop, order


def test_an_order_is_shown_with_its_lines_holds_and_what_may_be_done(shop: Shop) -> None:
    order_id = shop.place(external_reference="A-1")
    shop.post(f"{ORDERS}/{order_id}/hold", {"reason": "manual", "detail": "call first"})

    answer = shop.get(f"{ORDERS}/{order_id}")

    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["etag"].startswith('"2-')
    assert told["order"]["external_reference"] == "A-1"
    assert told["order"]["total_minor"] == 1250
    assert told["ship_to"] == ADDRESS
    assert [(line["sku"], line["ordered"], line["allocated"], line["unit_price"]) for line in told["lines"]] == [
        ("MUG", 1, 1, "12.500000")
    ]
    assert [(hold["reason"], hold["detail"], hold["state"]) for hold in told["holds"]] == [
        ("manual", "call first", "open")
    ]
    assert [(source["location"], source["quantity"]) for source in told["allocations"]] == [("LON", 1)]
    actions = {action["command"]: action["path"] for action in told["permitted_actions"]}
    assert actions["CancelOrder"] == f"{ORDERS}/{order_id}/cancel"
    assert "PlaceDraft" not in actions
    assert "ConfirmOrder" not in actions


def test_what_may_be_done_is_what_the_key_may_ask(shop: Shop) -> None:
    order_id = shop.place()
    till = shop.issue("till", "orders:read", "orders:cancel_order")
    told = shop.get(f"{ORDERS}/{order_id}", secret=till).json()
    assert [action["command"] for action in told["permitted_actions"]] == ["CancelOrder"]


def test_what_is_known_already_is_not_sent_again(shop: Shop) -> None:
    order_id = shop.place()
    first = shop.get(f"{ORDERS}/{order_id}")
    known = {"If-None-Match": first.headers["etag"]}

    again = shop.get(f"{ORDERS}/{order_id}", **known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]

    shop.post(f"{ORDERS}/{order_id}/hold", {"reason": "manual"})
    changed = shop.get(f"{ORDERS}/{order_id}", **known)
    assert changed.status_code == 200

    accepted = shop.post(f"{ORDERS}/{order_id}/cancel", {"reason": "x"}, **{"If-Match": changed.headers["etag"]})
    assert accepted.status_code == 200


def test_pages_follow_each_other_and_end(shop: Shop) -> None:
    placed = [shop.place() for _ in range(5)]
    pages, cursor = [], ""
    while True:
        page = shop.get(f"{ORDERS}?limit=2&fields=id{cursor}").json()
        pages.append([row["id"] for row in page["items"]])
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    newest_first = placed[::-1]
    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]


def test_a_cursor_holds_for_its_own_question_only(shop: Shop) -> None:
    for _ in range(3):
        shop.place()
    cursor = shop.get(f"{ORDERS}?limit=1").json()["next"]
    assert shop.get(f"{ORDERS}?limit=2&cursor={cursor}").status_code == 200

    flipped = ("B" if cursor[30] == "A" else "A").join((cursor[:30], cursor[31:]))
    market = shop.issue("market-key", "*", channel="market")
    for answer in (
        shop.get(f"{ORDERS}?cursor={flipped}"),
        shop.get(f"{ORDERS}?cursor={cursor[:-1]}"),
        shop.get(f"{ORDERS}?cursor=x"),
        shop.get(f"{ORDERS}?cursor=%C3%BC"),
        shop.get(f"{ORDERS}?channel=shop&cursor={cursor}"),
        shop.get(f"{ORDERS}?cursor={cursor}", secret=market),
        shop.get(f"/api/v1/stock/levels?cursor={cursor}"),
    ):
        assert answer.status_code == 400
        assert answer.json()["parameter"] == "cursor"


def test_a_list_is_filtered_and_cut_to_the_fields_wanted(shop: Shop) -> None:
    held, other = shop.place(), shop.place(channel="market")
    shop.post(f"{ORDERS}/{held}/hold", {"reason": "manual"})
    shop.post(f"{ORDERS}/{other}/cancel", {"reason": "x"})

    def ids(filters: str) -> list[int]:
        return [row["id"] for row in shop.get(f"{ORDERS}?{filters}").json()["items"]]

    assert ids("state=canceled") == [other]
    assert ids("state=confirmed,canceled") == ids("state=confirmed&state=canceled") == [other, held]
    assert ids("channel=shop") == [held]
    assert ids("hold_reason=manual") == [held]
    assert ids("placed_before=2026-03-02T08:59:59Z") == []
    told = shop.get(f"{ORDERS}?fields=id,holds&channel=shop").json()
    assert told == {"items": [{"id": held, "holds": ["manual"]}], "next": None}
    found = shop.get(f"{ORDERS}/search?q={held}").json()
    assert [row["id"] for row in found["items"]] == [held]


def test_who_polls_gets_each_order_that_changed_once(shop: Shop) -> None:
    quiet, first, other = shop.place(), shop.place(channel="market"), shop.place()
    shop.engine.clock.set(shop.engine.clock() + timedelta(minutes=1))
    since = shop.engine.clock().isoformat().replace("+00:00", "Z")
    shop.post(f"{ORDERS}/{other}/hold", {"reason": "manual"})
    shop.post(f"{ORDERS}/{first}/hold", {"reason": "manual"})
    shop.post(f"{ORDERS}/{other}/cancel", {"reason": "x"})

    def ids(filters: str = "", secret: str = "") -> list[int]:
        answer = shop.get(f"{ORDERS}/changed?since={since}{filters}", secret=secret)
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["items"]]

    assert ids() == [first, other]
    assert ids("&state=canceled") == ids("&channel=shop") == [other]
    assert ids(secret=shop.issue("market-key", "*", channel="market")) == [first]
    page = shop.get(f"{ORDERS}/changed?since={since}&limit=1").json()
    rest = shop.get(f"{ORDERS}/changed?since={since}&limit=1&cursor={page['next']}").json()
    assert ([row["id"] for row in rest["items"]], rest["next"]) == ([other], None)
    assert quiet not in ids()


def test_orders_of_one_currency_are_sorted_by_their_total(shop: Shop) -> None:
    def place(quantity: int, channel: str = "shop") -> int:
        return shop.place(channel=channel, lines=[{"sku": "MUG", "quantity": quantity, "unit_price": "12.50"}])

    dear, cheap, middle, same, yen = place(3), place(1), place(2, "market"), place(2), place(4)
    shop.merchant.run("update orders_order set currency = 'JPY' where id = %s", (yen,))

    def ids(question: str, secret: str = "") -> list[int]:
        found: list[int] = []
        cursor = ""
        while True:
            page = shop.get(f"{ORDERS}?limit=2&fields=id&{question}{cursor}", secret=secret).json()
            found += [int(row["id"]) for row in page["items"]]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"

    assert ids("sort=-total_minor&currency=GBP") == [dear, same, middle, cheap]
    assert ids("sort=total_minor&currency=GBP") == [cheap, middle, same, dear]
    assert ids("sort=-total_minor&currency=JPY") == ids("currency=JPY") == [yen]
    assert ids("sort=-total_minor&currency=GBP&channel=market") == [middle]
    assert ids("sort=-total_minor&currency=GBP&state=canceled") == []
    assert ids("sort=total_minor&currency=GBP", shop.issue("market-key", "*", channel="market")) == [middle]
    refused = shop.get(f"{ORDERS}?sort=total_minor")
    assert refused.json()["detail"] == (
        "currency: name one to sort by total, since amounts of different currencies do not compare."
    )


def test_what_is_to_leave_first_stands_first(shop: Shop) -> None:
    orders = [shop.place(), shop.place(channel="market"), shop.place()]
    shop.merchant.run("update orders_order set ship_by = '2026-03-05' where id = %s", (orders[0],))
    whole = shop.get(f"{ORDERS}/to-ship").json()["items"]
    assert [row["id"] for row in whole] == [orders[1], orders[2], orders[0]]
    page = shop.get(f"{ORDERS}/to-ship?limit=2&fields=id").json()
    rest = shop.get(f"{ORDERS}/to-ship?limit=2&fields=id&cursor={page['next']}").json()
    assert page["items"] + rest["items"] == [{"id": row["id"]} for row in whole]
    assert [row["id"] for row in shop.get(f"{ORDERS}/to-ship?ship_before=2026-03-05&channel=shop").json()["items"]] == [
        orders[2]
    ]


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("orders?state=lost", "state"),
        ("orders?limit=0", "limit"),
        ("orders?limit=201", "limit"),
        ("orders?limit=two", "limit"),
        ("orders?limit=1&limit=2", "limit"),
        ("orders?fields=id,secret", "fields"),
        ("orders?sort=total", "sort"),
        ("orders?sort=-total_minor", "currency"),
        ("orders?placed_from=yesterday", "placed_from"),
        ("orders?colour=blue", "colour"),
        ("orders/search", "$"),
        ("skus?sku=%00", "sku"),
        (f"orders?customer_id={2**70}", "query"),
        ("events?after=nonsense", "cursor"),
    ],
)
def test_a_question_that_cannot_be_meant(shop: Shop, question: str, parameter: str) -> None:
    answer = shop.get(f"/api/v1/{question}")
    assert (answer.status_code, answer.json().get("parameter")) == (400, parameter)


def test_stock_is_read(shop: Shop) -> None:
    shop.place()
    levels = shop.get("/api/v1/stock/levels?sku=MUG").json()
    assert [(row["location"], row["on_hand"], row["allocated"], row["available"]) for row in levels["items"]] == [
        ("LON", 1000, 1, 999)
    ]
    few = shop.get("/api/v1/stock/levels?available_below=1000").json()["items"]
    assert [(row["sku"], row["location"]) for row in few] == [("MUG", "LON")]
    assert shop.get("/api/v1/stock/levels?available_below=999&sku=MUG").json()["items"] == []
    market = shop.issue("market-key", "inventory:read", channel="market")
    path = "/api/v1/stock/availability?sku=TEA,MUG&channel="
    assert shop.get(f"{path}market", secret=market).json() == {
        "items": [{"sku": "TEA", "quantity": 1000}, {"sku": "MUG", "quantity": 999}]
    }
    assert shop.get(f"{path}shop", secret=market).status_code == 404
    assert [sku["code"] for sku in shop.get("/api/v1/skus?sku=MUG").json()["items"]] == ["MUG"]


def _path(read: Read, key: int = 1) -> str:
    return "/api/v1" + read.path.format(**dict.fromkeys(read.keys, key))


def test_nothing_is_read_without_its_scope(shop: Shop) -> None:
    wrong = shop.issue("wrong", "nothing:write")
    rights = {context: shop.issue(context, f"{context}:read") for context in {read.context for read in READS}}
    required = {"sku": "MUG", "channel": "shop", "q": "x", "from_country": "GB", "to_country": "DE"}
    required |= {"weight_grams": "500", "currency": "GBP", "since": "2026-03-02T09:00:00Z"}
    for read in READS:
        assert shop.get(_path(read), secret=None).status_code == 401
        refused = shop.get(_path(read), secret=wrong)
        assert (refused.status_code, refused.json()["permission"]) == (403, read.permission)
        wanted = "&".join(f"{name}={value}" for name, value in required.items() if name in read.query.__struct_fields__)
        answer = shop.get(f"{_path(read)}?{wanted}", secret=rights[read.context])
        assert answer.status_code == (404 if read.name.startswith("Show") and read.keys else 200), read.name


def test_a_key_of_one_channel_does_not_see_what_is_anothers(shop: Shop) -> None:
    theirs = shop.place(channel="shop")
    market = shop.issue("market-key", "*", channel="market")
    for read in READS:
        if read.keys:
            answer = shop.get(_path(read, theirs), secret=market)
            assert answer.status_code == (403 if read.channels == "refused" else 404), read.name


def test_a_key_of_one_channel_lists_only_its_own(shop: Shop) -> None:
    shop.place(channel="shop")
    own = shop.place(channel="market")
    market = shop.issue("market-key", "*", channel="market")
    assert [row["id"] for row in shop.get(ORDERS, secret=market).json()["items"]] == [own]
    assert shop.get(f"{ORDERS}?channel=shop", secret=market).status_code == 404
    streams = {event["stream"] for event in shop.get("/api/v1/events", secret=market).json()["events"]}
    assert streams == {f"order/{own}"}
    assert shop.get(f"{ORDERS}/{own}", secret=market).status_code == 200


def _events(shop: Shop, **wanted: Any) -> tuple[list[tuple[str, str, int]], str, bool]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    told = shop.get(f"/api/v1/events?{query}").json()
    return [(event["stream"], event["kind"], event["sequence"]) for event in told["events"]], told["next"], told["more"]


def test_the_feed_goes_on_where_it_stopped(shop: Shop) -> None:
    _, latest, _ = _events(shop, after="latest")
    first, second = shop.place(), shop.place()

    events, cursor, more = _events(shop, after=latest, kind="OrderPlaced")
    assert events == [(f"order/{first}", "OrderPlaced", 1), (f"order/{second}", "OrderPlaced", 1)]
    assert not more
    assert _events(shop, after=cursor)[0] == []

    shop.post(f"{ORDERS}/{first}/hold", {"reason": "manual"})
    (event,), _, _ = _events(shop, after=cursor)
    assert event[:2] == (f"order/{first}", "HoldOpened") or event[0] == f"order/{first}"


def test_the_feed_in_small_pages_is_the_whole_feed(shop: Shop) -> None:
    for _ in range(4):
        shop.place()
    whole, _, _ = _events(shop, limit=200)
    found: list[tuple[str, str, int]] = []
    cursor, more = "", True
    while more:
        events, cursor, more = _events(shop, limit=3, after=cursor)
        found += events
    assert found == whole
    assert len(whole) > 12


def test_the_feed_waits_for_what_is_not_decided_yet(shop: Shop) -> None:
    """A transaction that began before is still open: what was committed after it is not told until it ends."""
    _, latest, _ = _events(shop, after="latest")
    with shop.engine.connection() as connection, connection.transaction():
        connection.execute("select pg_current_xact_id()")
        shop.place()
        events, held, _ = _events(shop, after=latest)
        assert events == []
    assert _events(shop, after=held)[0][0][1] == "OrderPlaced"


def test_an_unknown_field_is_refused_at_any_depth(shop: Shop) -> None:
    lines = [{"sku": "MUG", "quantity": 1, "unit_prise": "12.50"}]
    answer = shop.post(ORDERS, order(lines=lines))
    assert (answer.status_code, answer.json()["where"]) == (400, "$.lines[0]")
    draft = shop.post(f"{ORDERS}/draft", {"order": order(lines=lines)})
    assert (draft.status_code, draft.json()["where"]) == (400, "$.order.lines[0]")
    many = shop.post(f"{ORDERS}/bulk", {"items": [order(lines=lines)]})
    assert many.json()["items"][0]["problem"]["where"] == "$.lines[0]"
    assert issubclass(strict(OrderedLine), OrderedLine)


def test_a_checkout_asks_what_shipping_costs(shop: Shop) -> None:
    rates = [
        {
            "from_country": "GB",
            "to_country": "GB",
            "max_weight_grams": weight,
            "amount_minor": amount,
            "currency": "GBP",
        }
        | {"transit_days": 2}
        for weight, amount in ((500, 395), (2000, 495))
    ]
    carrier = {"code": "post", "services": [{"code": "standard", "rates": rates}]}
    assert shop.post("/api/v1/carriers", carrier).status_code == 200

    answer = shop.get("/api/v1/shipping-options?from_country=GB&to_country=GB&weight_grams=501&currency=GBP")

    assert [
        (one["carrier"], one["service"], one["amount_minor"], one["transit_days"]) for one in answer.json()["items"]
    ] == [("post", "standard", 495, 2)]


def test_what_became_of_an_order_is_read_beside_it(shop: Shop) -> None:
    order_id = shop.place()
    for part in (
        "shipments",
        "payments",
        "refunds",
        "invoices",
        "credit-notes",
        "returnable-lines",
        "fulfillment-orders",
    ):
        answer = shop.get(f"{ORDERS}/{order_id}/{part}")
        assert answer.status_code == 200, part
        assert isinstance(answer.json()["items"], list)
