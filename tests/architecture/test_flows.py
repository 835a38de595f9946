from pkgutil import iter_modules

from ordino import flows
from ordino.flows import wiring


def test_every_flow_is_wired_at_a_stated_place() -> None:
    modules = {module.name for module in iter_modules(flows.__path__)} - {"wiring"}
    assert modules == set(wiring.FLOWS)
