"""Costs of sourcing from other packages: entry points of the group `ordino.sourcing.costs`, each a cost function."""

from importlib.metadata import entry_points

from ordino.sourcing.decide.costs import register_cost

GROUP = "ordino.sourcing.costs"


def load_plugins() -> None:
    """Register every cost function that an installed package offers, under the name of its entry point."""
    for entry_point in entry_points(group=GROUP):
        register_cost(entry_point.name, entry_point.load())


load_plugins()
