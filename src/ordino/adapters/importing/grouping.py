"""From lines to orders: lines with one order key belong together, also where a few lines of another come between."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from ordino.adapters.files.problems import FileProblem, FileUnreadable, UnusableRow
from ordino.adapters.importing.lines import Line
from ordino.kernel.messages import Record

MAXIMUM_LINES = 5_000


class BrokenLine(Record, frozen=True):
    """A line that cannot be used, and the order it would have belonged to (empty where unknown)."""

    order: str
    problem: FileProblem


class OrderLines(Record, frozen=True):
    """All lines of one order in the order of the file, and what is wrong with some of them."""

    order: str
    lines: tuple[Line, ...]
    broken: tuple[FileProblem, ...] = ()


class _Open:
    __slots__ = ("broken", "last_line", "lines")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.broken: list[FileProblem] = []
        self.last_line = 0


def group_orders(lines: Iterable[Line | BrokenLine], gap_lines: int) -> Iterator[OrderLines]:
    """Complete orders in the order of their first line.

    An order is complete when `gap_lines` lines of the file have passed without one of its own; a later line of it is broken,
    because the order was already given away. Where the file breaks off (FileUnreadable), orders that may be incomplete
    are given as broken before the failure is passed on.
    """
    opened: OrderedDict[str, _Open] = OrderedDict()
    done: set[str] = set()
    try:
        for line in lines:
            number = line.line if isinstance(line, Line) else line.problem.line
            while opened and number - next(iter(opened.values())).last_line > gap_lines:
                order, content = opened.popitem(last=False)
                done.add(order)
                yield _closed(order, content)
            if not line.order:
                yield OrderLines("", (), (_problem_of(line, gap_lines),))
            elif line.order in done:
                yield OrderLines(line.order, _only(line), (_problem_of(line, gap_lines),))
            else:
                _add(opened.setdefault(line.order, _Open()), line, number)
    except FileUnreadable as stop:
        for order, content in opened.items():
            yield OrderLines(order, tuple(content.lines), (*content.broken, _broke_off(content, stop.problem)))
        raise
    while opened:
        yield _closed(*opened.popitem(last=False))


def _only(line: Line | BrokenLine) -> tuple[Line, ...]:
    return (line,) if isinstance(line, Line) else ()


def _problem_of(line: Line | BrokenLine, gap_lines: int) -> FileProblem:
    if isinstance(line, BrokenLine):
        return line.problem
    found = f"order {line.order} ended more than {gap_lines} lines before"
    return UnusableRow(line=line.line, field="order", found=found, accepted="the lines of an order near each other")


def _broke_off(content: _Open, problem: FileProblem) -> FileProblem:
    first = content.lines[0].line if content.lines else content.last_line
    found = f"the file broke off at line {problem.line} before the order was complete for certain"
    return UnusableRow(line=first, field="order", found=found, accepted="the whole file; orders before are imported")


def _add(current: _Open, line: Line | BrokenLine, number: int) -> None:
    current.last_line = number
    if isinstance(line, BrokenLine):
        current.broken.append(line.problem)
        return
    current.lines.append(line)
    if len(current.lines) == MAXIMUM_LINES + 1:
        found = f"more than {MAXIMUM_LINES} lines in one order"
        current.broken.append(UnusableRow(line=line.line, field="order", found=found, accepted="smaller orders"))


def _closed(order: str, content: _Open) -> OrderLines:
    return OrderLines(order, tuple(content.lines), tuple(content.broken))
