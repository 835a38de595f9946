"""The world beyond the write path that a simulated merchant deals with: the real performers, duties and gateways."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ordino.adapters.gateways.sandbox import SANDBOX, SandboxGateway
from ordino.adapters.gateways.stored_value import STORED_VALUE, StoreCreditGateway, StoredValueGateway
from ordino.cli.migrate import run_migrations
from ordino.engine import Engine
from ordino.flows.wiring import load_handlers
from ordino.payments.gateway import register_gateway
from ordino.payments.rows import STORE_CREDIT
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.server import Server, simulation_server
from ordino.workers.duties import DUTIES
from ordino.workers.performers import performers


@contextmanager
def simulated_merchant(keep: Path | None = None) -> Iterator[tuple[Server, Outside]]:
    """A server that runs are copied from, in a temporary directory or in the one that is kept, and the world outside."""
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # connections are cut on purpose
    with TemporaryDirectory() as directory:
        outside = outside_in(Path(directory))
        with simulation_server(run_migrations, keep) as server:
            yield server, outside


def outside_in(directory: Path) -> Outside:
    """The outside whose gateways remember in a directory."""
    load_handlers()
    memory = directory / "sandbox-gateway.sqlite"

    def connect(engine: Engine) -> None:
        memory.unlink(missing_ok=True)
        join(engine)

    def join(engine: Engine) -> None:
        register_gateway(SANDBOX, SandboxGateway(memory))
        register_gateway(STORED_VALUE, StoredValueGateway(engine))
        register_gateway(STORE_CREDIT, StoreCreditGateway(engine))

    duties = tuple(duty.work for duty in DUTIES if duty.name != "effects")
    return Outside(connect, join, partial(outside_in, directory), performers, duties, memory)
