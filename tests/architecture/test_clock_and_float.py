import ast

from ordino.flows.wiring import CONTEXTS
from tests.architecture.source import modules

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
MAY_READ_THE_CLOCK = {"src/ordino/engine/clock.py"}
EXACT_PARTS = ("kernel", *CONTEXTS, "flows", "adapters", "simulation")
MAY_USE_FLOAT = {"src/ordino/network/decide/distance.py"}  # kilometers between places


def test_time_is_passed_in_and_only_the_clock_reads_it() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
        and str(path) not in MAY_READ_THE_CLOCK
    ]
    assert found == []


def test_there_is_no_float_near_money_or_quantities() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules(*EXACT_PARTS)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        if str(path) not in MAY_USE_FLOAT
    ]
    assert found == []
