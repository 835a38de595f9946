"""Carriers from other packages: entry points of the group `ordino.carriers`, each a Carrier or a function that makes one."""

from importlib.metadata import entry_points
from typing import Any

from ordino.delivery.carrier import register_carrier

GROUP = "ordino.carriers"


def load_plugins() -> None:
    """Register every carrier that an installed package offers, under the name of its entry point."""
    for entry_point in entry_points(group=GROUP):
        offered: Any = entry_point.load()
        register_carrier(entry_point.name, offered() if callable(offered) else offered)


load_plugins()
