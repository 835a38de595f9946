"""Nobody forgets an actor: each command of the registry is issued by one, follows an event, is a worker's, or says why not."""

import ast

import pytest

from ordino.engine.registry import commands
from ordino.flows.wiring import load_handlers
from ordino.simulation.runs import cast
from tests.architecture.source import modules

load_handlers()
COMMANDS = {command.__name__ for command in commands() if command.__module__.startswith("ordino.")}
# Issued by nobody, and why.
LEFT_OUT = {
    "The merchant before its first day is the same for every seed (`runs/world.py`).": {
        "RegisterCarrier",
        "RegisterCustomer",
        "RegisterLocation",
        "RegisterSku",
        "RegisterSupplier",
        "SetCreditTerms",
        "SetSupplierItems",
        "SetTaxRates",
    },
    "Who may ask is decided before the write path begins; tests/security asks as everybody.": {
        "IssueApiKey",
        "RecordInvitation",
        "RegisterPerson",
        "RevokeApiKey",
        "RevokeToken",
        "RotateApiKey",
    },
    "Its work is files, which the world of a seed has none of; tests/jobs and tests/faults take its worker away.": {
        "CancelJob",
        "CreateExport",
        "CreateImport",
        "FailJob",
        "FinishJob",
        "PutBackJob",
        "QueueImport",
        "TakeJob",
    },
    "Mail goes to a server that reads it back (`test_reading_back.py`).": {
        "MarkNotificationFailed",
        "MarkNotificationSent",
        "ResendNotification",
        "SetMessageTemplate",
        "SetNotifications",
        "SuppressNotification",
    },
    "The post stands in for the courier and the receiver, who is told everything once and in order.": {
        "CreateWebhook",
        "EndWebhook",
        "ReplayWebhook",
        "ResendWebhookMessages",
        "SetAsideWebhookMessage",
    },
    "A remote carrier is asked by a strict fake of it (tests/delivery).": {
        "AskRates",
        "ReceiveCarrierMessage",
        "RecordLabel",
        "RecordRates",
    },
    "The auditor reckons an invoice by its shipment.": {"SetInvoicing"},
    "An order confirms itself when its last hold ends.": {"ConfirmOrder"},
}


def issued_by(part: str, *, but: frozenset[str] = frozenset()) -> set[str]:
    """The commands that are made somewhere in a part."""
    made = set()
    for path, tree in modules(part):
        if path.name not in but:
            made |= {
                node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and type(node.func) is ast.Name
            }
    return made & COMMANDS


def test_every_command_is_issued_by_an_actor_or_says_why_not() -> None:
    acting = issued_by("simulation/runs", but=frozenset({"world.py"}))
    following = issued_by("flows") | issued_by("workers") | issued_by("adapters") | issued_by("stored_value")
    left_out = set().union(*LEFT_OUT.values())
    assert COMMANDS - acting - following - left_out == set()
    assert left_out & acting == set()
    assert left_out <= COMMANDS


@pytest.mark.parametrize("module", ["agents", "helpers", "managers", "pickers", "treasurers", "warehouse"])
def test_every_actor_of_a_desk_has_turns(module: str) -> None:
    desk = getattr(cast, module)
    acting = {actor for actor, _ in cast.CAST} | set(cast.CLOSING)
    own = [
        thing
        for name, thing in vars(desk).items()
        if callable(thing)
        and getattr(thing, "__module__", "") == desk.__name__
        and not name.startswith("_")
        and getattr(thing, "__annotations__", {}).get("turn") is not None
        and len(thing.__annotations__) == 2
    ]
    assert [actor.__name__ for actor in own if actor not in acting] == []
