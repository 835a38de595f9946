"""The auditor of runs is independent: it knows what may be asked and told, and nothing of how it is done."""

import ast

from tests.architecture.source import modules

CONTRACTS = ("commands", "events", "rows")


def test_the_auditor_knows_commands_and_events_and_no_more_of_the_product() -> None:
    found = sorted(
        f"{path.name}: {node.module}"
        for path, tree in modules("simulation/auditor")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("ordino.")
        and not (node.module or "").startswith(("ordino.kernel", "ordino.engine", "ordino.simulation.auditor"))
        and not (node.module or "").endswith(CONTRACTS)
        for name in node.names
        if name.name not in CONTRACTS
    )
    assert found == []
