"""Requests made from the OpenAPI document, right and wrong ones: the server answers each as the document says.

Bounded: a few requests of each kind for a choice of operations that covers every shape of one.
"""

import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from ordino.api.answers import BASE
from ordino.api.openapi import document
from ordino.flows.wiring import load_handlers
from tests.api.world import Shop

load_handlers()
CHOICE = (
    "^/(orders|skus|events|holds|stock/levels|stock/receive|tax-rates/set|orders/search"
    "|orders/{order_id}|orders/{order_id}/cancel|orders/{order_id}/holds/{hold_id}/release)$"
)
# The first asks again by itself, past this process; the second knows no rule beyond a schema (a currency, a day that is later).
EXCLUDED = [ignored_auth, positive_data_acceptance]
DOCUMENT = msgspec.json.decode(msgspec.json.encode(document()))
DOCUMENT["security"] = []  # every request carries the key here; requests without one have their own test
for _methods in DOCUMENT["paths"].values():  # a preview needs no idempotency key, which the document cannot say
    for _told in _methods.values():
        _told["security"] = []
        _told["parameters"] = [one for one in _told.get("parameters", []) if one["name"] != "preview"]
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT).include(path_regex=CHOICE)


@SCHEMA.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_server_answers_as_the_document_says(case: schemathesis.Case, shop: Shop) -> None:
    case.headers["Authorization"] = f"Bearer {shop.secret}"
    asked = case.as_transport_kwargs(base_url=f"http://testserver.local{BASE}")
    asked.pop("cookies", None)
    asked["headers"] = {name: str(value).encode("latin-1", "replace") for name, value in asked["headers"].items()}
    if isinstance(asked.get("data"), bytes | str):
        asked["content"] = asked.pop("data")
    case.validate_response(shop.client.request(**asked), excluded_checks=EXCLUDED)
