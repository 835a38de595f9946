from importlib import import_module
from pkgutil import iter_modules

import pytest

from ordino.inventory import handlers
from tests.conftest import TestEngine
from tests.inventory.world import World

for module in iter_modules(handlers.__path__, prefix=f"{handlers.__name__}."):
    import_module(module.name)


@pytest.fixture
def world(engine: TestEngine) -> World:
    return World(engine)
