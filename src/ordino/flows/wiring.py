"""Imports every handler and every flow, so that the engine knows them. An edge calls it once when it starts."""

import gc
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

CONTEXTS = (
    "catalog",
    "network",
    "parties",
    "exceptions",
    "jobs",
    "access",
    "webhooks",
    "orders",
    "inventory",
    "sourcing",
    "fulfillment",
    "delivery",
    "payments",
    "billing",
    "fraud",
    "notes",
    "stored_value",
    "returns",
    "procurement",
    "quotes",
    "notifications",
)

# What follows one event follows in this order: what an order cancels is taken off fulfillment before its stock is given back.
FLOWS = (
    "checking_orders",
    "goods_back",
    "goods_in",
    "goods_lost",
    "goods_out",
    "money_in",
    "order_to_cash",
    "raising_exceptions",
    "selling",
    "stock_to_promise",
    "telling_customers",
)


def load_handlers() -> None:
    """Register the handlers of all contexts, what follows what, and the gateways, carriers and costs of other packages."""
    for context in CONTEXTS:
        _import_all(f"ordino.{context}.handlers")
    for flow in FLOWS:
        import_module(f"ordino.flows.{flow}")
    _import_all("ordino.adapters.gateways")
    _import_all("ordino.adapters.carriers")
    _import_all("ordino.adapters.costs")
    gc.freeze()  # what is loaded stays: collecting garbage need not look through it again


def _import_all(package_name: str) -> None:
    if find_spec(package_name) is None:
        return
    package = import_module(package_name)
    for module in iter_modules(package.__path__, prefix=f"{package_name}."):
        import_module(module.name)
