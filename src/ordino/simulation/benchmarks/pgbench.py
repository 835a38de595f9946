"""pgbench of the embedded server writes the same rows: the database alone, without any Python."""

import re
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import conninfo_to_dict

from ordino.engine.embedded import binary
from ordino.simulation.benchmarks.bare import unguard
from ordino.simulation.benchmarks.written import TableRows, WrittenBatch

_RATE = re.compile(r"^tps = (\d+\.\d+)", re.MULTILINE)
_TIME_LIMIT_SECONDS = 600
_NUMBER = "currval('orders_order_id_seq')"
_OWN_KEYS = {"orders_order": "nextval('orders_order_id_seq')", "engine_command": "nextval('engine_command_id_seq')"}
_REFERRING = {"order_id": _NUMBER, "command_id": "currval('engine_command_id_seq')"}


def run_pgbench(url: str, samples: Sequence[WrittenBatch], orders: int, *, clients: int = 1) -> Decimal:
    """Orders a second, where each of the sampled orders (batches of one) is one script that writes it under a new number."""
    unguard(url)
    with TemporaryDirectory(prefix="ordino-pgbench-") as directory:
        for number, sample in enumerate(samples):
            Path(directory, f"{number:02}.sql").write_text(order_script(sample), "utf-8")
        scripts = [f"--file={path}" for path in sorted(Path(directory).iterdir())]
        command = [str(binary("pgbench")), "--no-vacuum", "--protocol=prepared", f"--client={clients}"]
        command += [f"--transactions={max(orders // clients, 1)}", *scripts, str(conninfo_to_dict(url)["dbname"])]
        done = subprocess.run(
            command,
            env={"PGHOST": str(conninfo_to_dict(url)["host"]), "PGUSER": str(conninfo_to_dict(url)["user"])},
            capture_output=True,
            text=True,
            timeout=_TIME_LIMIT_SECONDS,
            check=False,
        )
    found = _RATE.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"pgbench failed: {done.stderr.strip()[-2000:]}")
    return Decimal(found[1]).quantize(Decimal(1))


def order_script(sample: WrittenBatch) -> str:
    """One order's transaction in pgbench's language, sent as one pipeline."""
    statements = ["begin", *map(_insert, sample.tables), _add_to_levels(sample.levels), "commit"]
    return "\\startpipeline\n" + "".join(f"{statement};\n" for statement in statements) + "\\endpipeline\n"


def _insert(part: TableRows) -> str:
    table = part.table
    rows = ", ".join("(" + ", ".join(_values(part, row)) + ")" for row in part.values)
    return f"insert into {table.name} ({table.names}) values {rows}"  # noqa: S608 - names from the code, not from outside


def _values(part: TableRows, row: Sequence[str | None]) -> list[str]:
    values = []
    for column, value in zip(part.table.columns, row, strict=True):
        if column.name == "id" and part.table.name in _OWN_KEYS:
            values.append(_OWN_KEYS[part.table.name])
        elif column.name in _REFERRING:
            values.append(_REFERRING[column.name])
        elif column.name in ("external_reference", "stream") and value is not None:
            values.append(f"{literal(value.rpartition('/')[0] + '/')} || {_NUMBER}")
        else:
            values.append("null" if value is None else f"{literal(value)}::{column.type}")
    return values


def _add_to_levels(levels: TableRows) -> str:
    rows = ", ".join("(" + ", ".join(f"{value}::bigint" for value in row) + ")" for row in levels.values)
    return (
        "update inventory_level level set allocated = level.allocated + r.quantity "  # noqa: S608 - names from the code, not from outside
        f"from (values {rows}) as r(sku_id, location_id, quantity) "
        "where level.sku_id = r.sku_id and level.location_id = r.location_id"
    )


def literal(text: str) -> str:
    """A string constant in which pgbench finds no variable of its own (`:name`) and no end of a statement (`;`)."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace(":", "\\072").replace(";", "\\073")
    return f"E'{escaped}'"
