"""A server of simulations, shared by the tests of this folder."""

from collections.abc import Iterator

import pytest

from ordino.cli.simulated import outside_in
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.server import Server, simulation_server
from tests.support.database import migrate


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with simulation_server(migrate, tmp_path_factory.mktemp("simulation")) as running:
        yield running


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    return outside_in(tmp_path_factory.mktemp("outside"))
