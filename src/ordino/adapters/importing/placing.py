"""Importing orders: batches of PlaceOrder, and the account of what became of each line.

Nothing is remembered between runs: orders are known by (channel, reference), so a run that was killed is repeated from the
start of the file and adds what is missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from ordino.adapters.importing.door import Door
from ordino.adapters.importing.figures import ListedLine
from ordino.adapters.importing.grouping import BrokenLine, OrderLines, group_orders
from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.mapping import ImportMapping
from ordino.adapters.importing.missing import MissingNames
from ordino.adapters.importing.orders import OrderDraft, customer_reference, draft_order, exact_amount, listed_line
from ordino.adapters.importing.pipeline import read_ahead
from ordino.adapters.importing.reading import read_lines
from ordino.adapters.importing.report import Book, ImportOptions, Progress, refusal
from ordino.engine import Actor, Completed, Outcome, Replayed
from ordino.kernel.messages import Record, Refused
from ordino.kernel.money import major
from ordino.orders.commands import OrderAccepted, PlaceOrder

NOT_IMPORTED = "not imported: its order was refused"
OTHER_TOTAL = "there with another total"
ALREADY_THERE = "there already"
NEW_SKU = "SKU not known: it would be registered"
UNKNOWN_SKU = "SKU not known: the order would be held"
NEW_CUSTOMER = "customer not known: would be registered"
_BATCHES_AHEAD = 3
_LINES_OF_A_BATCH = 12_000


class Item(Record, frozen=True):
    """The lines of one order and what is made of them; no draft where one of them is broken."""

    group: OrderLines
    draft: OrderDraft | None


class OrdersImport:
    """One import of orders; `engine` None checks and reconciles the file only."""

    def __init__(
        self, engine: Door | None, mapping: ImportMapping, options: ImportOptions, *, actor: Actor, book: Book
    ) -> None:
        self._engine = engine
        self._mapping = mapping
        self._options = options
        self._actor = actor
        self._book = book
        names = engine is not None and (mapping.create_missing or options.dry_run)
        self._missing = MissingNames(engine, mapping, actor) if engine is not None and names else None

    def run(self, path: Path, progress: Progress) -> None:
        """Read ahead in a thread, carry out batch by batch. Raises FileUnreadable after what could be read was done."""
        done = 0
        with closing(read_ahead(_batches(self.items(path), self._options.batch_commands), _BATCHES_AHEAD)) as batches:
            for batch in batches:
                self.take(batch)
                done += sum(len(item.group.lines) + len(item.group.broken) for item in batch)
                progress(done)

    def items(self, path: Path) -> Iterator[Item]:
        """The orders of the file, drafted; every line is counted in the account as it is read."""
        for group in group_orders(self._counted(read_lines(path, self._mapping)), self._mapping.gap_lines):
            if group.lines:
                self._book.account.file_total += group.lines[0].shipping
            whole = not group.broken and bool(group.lines)
            yield Item(group, draft_order(group, self._mapping) if whole else None)

    def _counted(self, lines: Iterable[Line | BrokenLine]) -> Iterator[Line | BrokenLine]:
        account = self._book.account
        for line in lines:
            account.file_lines += 1
            if isinstance(line, Line):
                account.file_total += exact_amount(line)
            else:
                account.unreadable_lines += 1
            yield line

    def take(self, batch: Sequence[Item]) -> list[int]:
        """Place a batch and account for its lines; answers the numbers of its orders, also of those there already."""
        placed = [(item, item.draft.command) for item in batch if item.draft is not None and item.draft.command]
        answered = self._place([command for _, command in placed], [item.group for item, _ in placed])
        outcomes = iter(answered)
        for item in batch:
            if item.draft is None:
                self._refuse(item)
            elif item.draft.command is None:
                self._capture(item.draft)
            else:
                self._settle(item, item.draft, item.draft.command, next(outcomes))
        accepted = (outcome.result for outcome in answered if isinstance(outcome, Completed | Replayed))
        return [result.order_id for result in accepted if isinstance(result, OrderAccepted)]

    def _place(self, commands: list[PlaceOrder], groups: list[OrderLines]) -> Sequence[Outcome | None]:
        if self._engine is None or not commands:
            return [None] * len(commands)
        if self._missing is not None:
            self._missing.register_names([line for group in groups for line in group.lines])
            if self._options.dry_run and self._mapping.create_missing:
                commands = [_without(command, self._missing.customers) for command in commands]
        return self._engine.execute(commands, actor=self._actor)

    def _settle(self, item: Item, draft: OrderDraft, command: PlaceOrder, outcome: Outcome | None) -> None:
        if isinstance(outcome, Refused):
            self._book.refuse(refusal(outcome.problem, draft.first_line, "order"), draft.reference)
            self._refuse(item)
            return
        self._capture(draft)
        if self._options.dry_run and self._missing is not None:
            self._note_what_is_new(item.group.lines, self._missing)
        if isinstance(outcome, Replayed):
            self._book.already_there += 1
            if self._options.dry_run and isinstance(outcome.result, OrderAccepted):
                self._note(draft, ALREADY_THERE, outcome.result)
        else:
            self._book.added += 1
        if outcome is not None and isinstance(outcome.result, OrderAccepted):
            self._compare(draft, command, outcome.result)

    def _compare(self, draft: OrderDraft, command: PlaceOrder, found: OrderAccepted) -> None:
        if found.total_minor != command.stated_total_minor:
            self._note(draft, OTHER_TOTAL, found)

    def _note(self, draft: OrderDraft, category: str, found: OrderAccepted) -> None:
        """Name an order of the file beside the one that is there."""
        self._book.note_line(
            ListedLine(
                line=draft.first_line,
                order=draft.reference,
                category=category,
                sku="",
                description=f"order {found.order_id} is {found.state}",
                quantity=1,
                unit_price=draft.figures.total,
                amount=major(found.total_minor, found.currency),
            )
        )

    def _note_what_is_new(self, lines: Sequence[Line], missing: MissingNames) -> None:
        """Say of each row of a dry run which names of it nobody knows, and what the import does about it."""
        made = self._mapping.create_missing
        for line in lines:
            if line.kind == "goods" and line.sku in missing.skus:
                self._book.note_line(listed_line(line, NEW_SKU if made else UNKNOWN_SKU))
        if lines and made and customer_reference(lines[0], self._mapping) in missing.customers:
            self._book.note_line(listed_line(lines[0], NEW_CUSTOMER))

    def _capture(self, draft: OrderDraft) -> None:
        self._book.account.captured += draft.figures
        for line in draft.listed:
            self._book.list_line(line)
        for line in draft.noted:
            self._book.note_line(line)

    def _refuse(self, item: Item) -> None:
        """Name every problem of the order, and list its lines that have none."""
        for problem in item.group.broken:
            self._book.refuse(problem, item.group.order)
        for line in item.group.lines:
            self._book.refuse_line(listed_line(line, NOT_IMPORTED))
        if item.group.lines:
            self._book.account.refused_amount += item.group.lines[0].shipping


def _without(command: PlaceOrder, customers: set[str]) -> PlaceOrder:
    """The order without a customer whom the import would make known first."""
    return replace(command, customer_reference=None) if command.customer_reference in customers else command


def _batches(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    batch: list[Item] = []
    lines = 0
    for item in items:
        batch.append(item)
        lines += len(item.group.lines)
        if len(batch) >= most or lines >= _LINES_OF_A_BATCH:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch
