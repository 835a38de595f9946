"""What the operating system knows of the database's processes."""

import os
from collections.abc import Iterable
from pathlib import Path

from ordino.simulation.benchmarks.figures import NANOSECONDS

_USER_TIME, _SYSTEM_TIME = 11, 12  # fields of /proc/<pid>/stat after the name, which may itself hold spaces


def processor_ns(process_ids: Iterable[int]) -> int:
    """Processor time that the processes have used so far, in nanoseconds; 0 where the system has no /proc."""
    return sum(_processor_ticks(pid) for pid in process_ids) * (NANOSECONDS // os.sysconf("SC_CLK_TCK"))


def _processor_ticks(process_id: int) -> int:
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])
