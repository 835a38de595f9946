"""The merchant that simulations of this folder are copied from: on the session's server, made once of its migrated database."""

import psycopg
import pytest
from psycopg import sql

from ordino.cli.simulated import outside_in
from ordino.flows.wiring import load_handlers
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.server import Server
from tests.support.database import TestDatabase


@pytest.fixture(scope="session")
def server(database: TestDatabase) -> Server:
    load_handlers()
    name = f"{database.template}_simulation"
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(f"{name}_world")))
    running = Server(database.url, _is_migrated, template=database.template, name=name)
    running.prepare()
    return running


def _is_migrated(url: str) -> None:
    """Its template is."""


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    return outside_in(tmp_path_factory.mktemp("outside"))
