"""Gateways from other packages: entry points of the group `ordino.gateways`, each a Gateway or a function that makes one."""

from importlib.metadata import entry_points
from typing import Any

from ordino.payments.gateway import register_gateway

GROUP = "ordino.gateways"


def load_plugins() -> None:
    """Register every gateway that an installed package offers, under the name of its entry point."""
    for entry_point in entry_points(group=GROUP):
        offered: Any = entry_point.load()
        register_gateway(entry_point.name, offered() if callable(offered) else offered)


load_plugins()
