"""Processes of this machine and their children, by Linux' /proc."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_PARENT = 1  # field of /proc/<pid>/stat after the name, which may itself hold spaces


def descendants(process_id: int) -> list[int]:
    """The processes below a process, at any depth."""
    found: list[int] = []
    waiting = [process_id]
    parents = dict(_parents())
    while waiting:
        parent = waiting.pop()
        children = [child for child, above in parents.items() if above == parent]
        found += children
        waiting += children
    return found


def command_line(process_id: int) -> str:
    """What a process was started with; empty where it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process_id}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def send(process_id: int, signal_number: int) -> bool:
    """Send a signal; False where the process has ended already."""
    try:
        os.kill(process_id, signal_number)
    except ProcessLookupError:
        return False
    return True


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                yield int(folder.name), int(fields[_PARENT])
