"""The document says what the server does: valid, complete, and every refusal is declared."""

from typing import Any

import msgspec
from openapi_spec_validator import OpenAPIV31SpecValidator

from ordino.api.declared import all_problems
from ordino.api.openapi import document
from ordino.api.operations import INNER, operations
from ordino.api.paths import path_of
from ordino.api.reads.all import READS
from ordino.cli.reference_pages import load_vocabulary
from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from tests.api.world import Shop

load_handlers()
load_vocabulary()  # so that the document knows every problem, whichever test ran before
DOCUMENT: Any = msgspec.json.decode(msgspec.json.encode(document()))
OPERATIONS = [(path, method, told) for path, methods in DOCUMENT["paths"].items() for method, told in methods.items()]


def test_the_document_is_valid() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_it_is_served_to_anybody(shop: Shop) -> None:
    answer = shop.get("/api/v1/openapi.json", secret=None)
    assert answer.status_code == 200
    assert answer.json() == DOCUMENT


def test_every_command_is_served_or_known_as_inner() -> None:
    known = {command.kind() for command in commands() if command.__module__.startswith("ordino.")}
    assert INNER - known == set()
    served = {operation.name for operation in operations() if operation.command.__module__.startswith("ordino.")}
    assert served == known - INNER


# What tells no resource that a command changes: facts, figures, files.
WITHOUT_ACTIONS = {
    "/orders/{order_id}/timeline",
    "/orders/{order_id}/returnable-lines",
    "/stock/availability",
    "/stock/movements",
    "/shipping-options",
    "/webhooks/{webhook_id}/messages",
    "/events",
    "/downloads/{token}",
}
# What commands are about and nothing is read of by its key: it is told inside something else, or not yet at all.
NOT_READ_BY_KEY = {
    "hold_id",  # in its order
    "package_id",  # in its fulfillment order
    "pick_batch_id",
    "incoming_id",
    "transfer_id",
    "reservation_id",
    "account_id",
}


def test_every_resource_and_every_row_says_what_may_be_done_with_it() -> None:
    silent = set()
    for path, method, told in OPERATIONS:
        if method != "get":
            continue
        shape = _shape(told["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {}))
        items = shape.get("properties", {}).get("items", {}).get("items")
        named = (shape if items is None else _shape(items)).get("properties", {}).keys()
        silent |= set() if "permitted_actions" in named else {path}
    assert silent == WITHOUT_ACTIONS


def test_what_a_command_is_about_can_be_read() -> None:
    read = {read.path.rpartition("/")[2].strip("{}") for read in READS if read.path.endswith("}")}
    assert {key for operation in operations() for key in operation.path.keys} - read == NOT_READ_BY_KEY


def _shape(schema: Any) -> Any:
    """The schema, where it is only named the one it names."""
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


BY_THEMSELVES = ([], [{"client": []}])  # a signed link, and clients that ask for tokens


def test_operations_are_named_once_described_tagged_and_have_examples() -> None:
    names = [told["operationId"] for _, _, told in OPERATIONS]
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert len(names) == len(set(names))
    for path, method, told in OPERATIONS:
        assert told["summary"], path
        assert told["description"], path
        assert set(told["tags"]) <= tags
        needs = set() if told.get("security") in BY_THEMSELVES else {"401", "403", "429"}
        assert {"200", "503"} | needs <= told["responses"].keys(), path
        if told.get("security") in BY_THEMSELVES:
            continue
        assert "example" in told["responses"]["200"]["content"]["application/json"], path
        if method == "post":
            assert "example" in told["requestBody"]["content"]["application/json"]


def test_every_operation_names_the_scope_that_its_key_or_token_needs() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    scopes = schemes["oauth2"]["flows"]["clientCredentials"]["scopes"]
    for path, _, told in OPERATIONS:
        if told["security"] not in BY_THEMSELVES:
            ((scope,),) = [one["oauth2"] for one in told["security"] if "oauth2" in one]
            assert scope in scopes, path
    assert {path for path, _, told in OPERATIONS if told["security"] in BY_THEMSELVES} == {
        "/oauth/token",
        "/oauth/revoke",
        "/downloads/{token}",
    }


def test_bodies_take_no_unknown_field_at_any_depth() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    waiting = [
        told["requestBody"]["content"]["application/json"]["schema"]
        for path, method, told in OPERATIONS
        if method == "post" and not path.startswith("/oauth/")
    ]
    seen: set[str] = set()
    while waiting:
        schema = waiting.pop()
        for name in _references(schema) - seen:
            seen.add(name)
            waiting.append(schemas[name])
            assert schemas[name].get("additionalProperties") is False or schemas[name].get("type") != "object", name
    assert "OrderedLineInput" in seen


def _references(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["$ref"].rpartition("/")[2]} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in schema.values()))
    return set().union(*(_references(value) for value in schema)) if isinstance(schema, list) else set()


def test_every_declared_problem_has_an_example_with_an_address_that_explains_it(shop: Shop) -> None:
    schemas = DOCUMENT["components"]["schemas"]
    examples = {}
    for told in DOCUMENT["components"]["responses"].values():
        examples |= {
            code: one["value"] for code, one in told["content"]["application/problem+json"]["examples"].items()
        }
    assert {f"Problem.{code}" for code in examples} == {name for name in schemas if name.startswith("Problem.")}
    for code, example in examples.items():
        assert schemas[f"Problem.{code}"]["properties"]["status"] == {"enum": [example["status"]]}
        assert shop.get(example["type"], secret=None).json()["type"] == code


def test_a_browser_gets_a_page_about_a_problem(shop: Shop) -> None:
    page = shop.get("/api/v1/problems/TooManyItems", secret=None, Accept="text/html,*/*;q=0.8")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Too many items</h1><p><code>TooManyItems</code>, HTTP 422</p>" in page.text
    assert "<li><code>maximum</code></li>" in page.text


def test_every_problem_is_explained_and_keeps_its_own_words(shop: Shop) -> None:
    for problem in all_problems():
        assert not {"type", "title", "status", "detail"} & set(problem.__struct_fields__)
        answer = shop.get(f"/api/v1/problems/{problem.code()}", secret=None)
        assert (answer.status_code, answer.json()["title"]) == (200, problem.title)


def test_an_unknown_problem_is_not_explained(shop: Shop) -> None:
    assert shop.get("/api/v1/problems/Nothing", secret=None).status_code == 404


PATHS = {
    "PlaceOrder": "/orders",
    "CancelOrder": "/orders/{order_id}/cancel",
    "ReleaseHold": "/orders/{order_id}/holds/{hold_id}/release",
    "ReleaseHolds": "/orders/{order_id}/release-holds",
    "MergeOrders": "/orders/{order_id}/merge",
    "RegisterSku": "/skus",
    "ReceiveStock": "/stock/receive",
    "SetTaxRates": "/tax-rates/set",
    "ReceiveIncoming": "/incoming/{incoming_id}/receive",
    "MarkAvailable": "/stock/mark-available",
    "RecallFulfillment": "/fulfillment-orders/{fulfillment_order_id}/recall",
    "FlagOverdueInvoice": "/invoices/{invoice_id}/flag-overdue",
    "SetReturnPolicy": "/return-policies/set",
}


def test_a_path_comes_from_the_name_of_its_command() -> None:
    found = {command.kind(): path_of(command).template() for command in commands()}
    assert {name: found[name] for name in PATHS} == PATHS
