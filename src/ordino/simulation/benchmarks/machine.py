"""What the operating system knows of processes and their threads; nothing where it has no /proc."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import NANOSECONDS

_PARENT = 1  # fields of /proc/<pid>/stat after the name, which may itself hold spaces
_USER_TIME, _SYSTEM_TIME = 11, 12


class Thread(Record, frozen=True):
    """One thread of a process, and the processor time it has used so far."""

    process_id: int
    id: int
    name: str
    used_ns: int


def processor_ns(process_ids: Iterable[int]) -> int:
    """Processor time that the processes have used so far, in nanoseconds; 0 where the system has no /proc."""
    return sum(_processor_ticks(pid) for pid in process_ids) * (NANOSECONDS // os.sysconf("SC_CLK_TCK"))


def threads(process_id: int) -> Iterator[Thread]:
    """The threads of a process that live now; those of a process that has ended are none."""
    for directory in Path("/proc").glob(f"{process_id}/task/*"):
        try:
            name = (directory / "comm").read_text("utf-8").strip()
            used_ns = int((directory / "schedstat").read_text("ascii").split()[0])
        except OSError:
            continue
        yield Thread(process_id, int(directory.name), name, used_ns)


def parent(process_id: int) -> int:
    """The process that started this one; 0 where nobody knows."""
    fields = _stat(process_id)
    return int(fields[_PARENT]) if fields else 0


def children(process_id: int) -> list[int]:
    """The processes that this one has started and that live still."""
    found: list[int] = []
    for file in Path("/proc").glob(f"{process_id}/task/*/children"):
        try:
            found += map(int, file.read_text("ascii").split())
        except OSError:
            continue
    return found


def _processor_ticks(process_id: int) -> int:
    fields = _stat(process_id)
    return int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME]) if fields else 0


def _stat(process_id: int) -> list[str]:
    try:
        return Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return []
