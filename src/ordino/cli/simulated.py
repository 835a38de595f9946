"""The world beyond the write path that a simulated merchant deals with: the real performers, duties and gateways."""

from pathlib import Path

from ordino.adapters.gateways.sandbox import SANDBOX, SandboxGateway
from ordino.adapters.gateways.stored_value import STORED_VALUE, StoreCreditGateway, StoredValueGateway
from ordino.engine import Engine
from ordino.flows.wiring import load_handlers
from ordino.payments.gateway import register_gateway
from ordino.payments.rows import STORE_CREDIT
from ordino.simulation.runs.outside import Outside
from ordino.workers.duties import DUTIES
from ordino.workers.performers import performers


def outside_in(directory: Path) -> Outside:
    """The outside whose gateways remember in a directory."""
    load_handlers()
    memory = directory / "sandbox-gateway.sqlite"

    def connect(engine: Engine) -> None:
        memory.unlink(missing_ok=True)
        register_gateway(SANDBOX, SandboxGateway(memory))
        register_gateway(STORED_VALUE, StoredValueGateway(engine))
        register_gateway(STORE_CREDIT, StoreCreditGateway(engine))

    return Outside(connect, performers, tuple(duty.work for duty in DUTIES if duty.name != "effects"), memory)
