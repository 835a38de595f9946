"""What events there are and what they say: served to anybody, and true of what the journal holds."""

from typing import Any

import jsonschema
import msgspec
import pytest

from ordino.engine import SYSTEM
from ordino.kernel.messages import Event
from ordino.kernel.schemas import context_of, event_schema, event_types
from ordino.orders.commands import CancelOrder
from tests.api.world import Shop

PATH = "/api/v1/event-types"


def test_every_kind_of_event_is_named_with_its_context_version_and_schema(shop: Shop) -> None:
    answer = shop.get(PATH, secret=None)

    items = {item["kind"]: item for item in answer.json()["items"]}
    assert set(items) == set(event_types())
    assert items["HoldReleased"] == {
        "kind": "HoldReleased",
        "context": "orders",
        "version": 1,
        "meaning": "",
        "schema": f"{PATH}/HoldReleased",
    }


def test_an_event_type_is_answered_with_its_schema(shop: Shop) -> None:
    schema = shop.get(f"{PATH}/HoldReleased", secret=None).json()

    assert schema["version"] == 1
    assert schema["required"] == ["order_id", "hold_id", "reason"]
    assert schema["properties"]["note"] == {"type": "string", "default": ""}


def test_a_kind_that_nobody_declares_is_not_there(shop: Shop) -> None:
    answer = shop.get(f"{PATH}/OrderVanished", secret=None)
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no event type OrderVanished.")


def test_what_the_journal_holds_is_what_the_schemas_say(shop: Shop) -> None:
    order_id = shop.place()
    shop.engine.execute([CancelOrder(order_id=order_id, reason="no")], actor=SYSTEM)
    rows = shop.merchant.rows("select kind, data::text from engine_event")

    kinds = {kind for kind, _ in rows}
    assert {"OrderPlaced", "OrderSourced", "OrderCanceled", "StockReceived", "ApiKeyIssued"} <= kinds
    for kind, data in rows:
        _validator(event_types()[kind]).validate(msgspec.json.decode(data))


@pytest.mark.parametrize("event", event_types().values(), ids=lambda event: event.kind())
def test_each_schema_is_one_and_belongs_to_its_context(event: type[Event]) -> None:
    schema = event_schema(event)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["context"] == context_of(event)


def _validator(event: type[Event]) -> Any:
    return jsonschema.Draft202012Validator(event_schema(event))
