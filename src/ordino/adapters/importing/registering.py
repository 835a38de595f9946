"""Importing products, customers and stock: one command for each SKU, customer or receipt the file names."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from ordino.adapters.importing.door import Door
from ordino.adapters.importing.grouping import BrokenLine
from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.mapping import ImportMapping
from ordino.adapters.importing.missing import (
    MissingNames,
    channel_id_of,
    new_locations,
    register_customer,
    register_sku,
)
from ordino.adapters.importing.pipeline import read_ahead
from ordino.adapters.importing.reading import read_lines
from ordino.adapters.importing.report import Book, ImportOptions, Progress, refusal
from ordino.engine import Actor, Outcome, Replayed
from ordino.inventory.commands import ReceiveStock
from ordino.kernel.messages import Command, Record, Refused
from ordino.kernel.shares import share

_BATCHES_AHEAD = 3


class _Item(Record, frozen=True):
    """A command, the first line it comes from and its idempotency key."""

    line: Line
    command: Command
    key: str | None = None


class RecordsImport:
    """One import of products, customers or stock; `engine` None checks the file only."""

    def __init__(
        self, engine: Door | None, mapping: ImportMapping, options: ImportOptions, *, actor: Actor, book: Book
    ) -> None:
        self._engine = engine
        self._mapping = mapping
        self._options = options
        self._actor = actor
        self._book = book
        needs_skus = mapping.kind == "stock" and mapping.create_missing
        self._missing = MissingNames(engine, mapping, actor) if engine and needs_skus else None
        receives = options.dry_run and mapping.kind == "stock"
        self._new_locations = new_locations(engine, mapping) if engine is not None and receives else set[str]()
        self._broken: deque[BrokenLine] = deque()

    def run(self, path: Path, progress: Progress) -> None:
        """Carry out batch by batch. Raises FileUnreadable after what could be read was done."""
        items = self._items(self._usable(path))
        with closing(read_ahead(_batches(items, self._options.batch_commands), _BATCHES_AHEAD)) as batches:
            try:
                for batch in batches:
                    for item, outcome in zip(batch, self._execute(batch), strict=True):
                        self._settle(item, outcome)
                    progress(self._book.account.file_lines)
            finally:
                self._refuse_broken()

    def _items(self, lines: Iterable[Line]) -> Iterator[_Item]:
        if self._mapping.kind == "products":
            return _products(lines)
        if self._mapping.kind == "stock":
            return _receipts(lines, self._mapping)
        channel_id = channel_id_of(self._engine, self._mapping.channel) if self._engine is not None else 0
        return _customers(lines, channel_id, self._mapping)

    def _usable(self, path: Path) -> Iterator[Line]:
        """The lines that are goods; broken ones are laid aside (this runs in the thread that reads ahead)."""
        for line in read_lines(path, self._mapping):
            self._book.account.file_lines += 1
            if isinstance(line, BrokenLine):
                self._broken.append(line)
            elif line.kind == "goods":
                yield line

    def _refuse_broken(self) -> None:
        while self._broken:
            line = self._broken.popleft()
            self._book.refuse(line.problem, line.order)

    def _execute(self, batch: Sequence[_Item]) -> Sequence[Outcome | None]:
        if self._engine is None:
            return [None] * len(batch)
        if self._missing is not None:
            self._missing.register_skus([item.line for item in batch])
        resting = [self._rests_on_what_would_be_made(item) for item in batch]
        asked = [item for item, rests in zip(batch, resting, strict=True) if not rests]
        keys = [item.key for item in asked]
        answers = iter(self._engine.execute([item.command for item in asked], actor=self._actor, keys=keys))
        return [None if rests else next(answers) for rests in resting]

    def _rests_on_what_would_be_made(self, item: _Item) -> bool:
        """Whether a dry run cannot ask about a receipt: its SKU or location is not there yet."""
        if not self._options.dry_run or not isinstance(item.command, ReceiveStock):
            return False
        made = self._missing.skus if self._missing is not None else ()
        return item.command.location in self._new_locations or item.command.sku in made

    def _settle(self, item: _Item, outcome: Outcome | None) -> None:
        if isinstance(outcome, Refused):
            self._book.refuse(refusal(outcome.problem, item.line.line, self._mapping.kind))
        elif isinstance(outcome, Replayed) or (outcome is not None and not getattr(outcome.result, "created", True)):
            self._book.already_there += 1
        else:
            self._book.added += 1


def _products(lines: Iterable[Line]) -> Iterator[_Item]:
    """Each SKU once, with the description of its first line."""
    seen: set[str] = set()
    for line in lines:
        if line.sku not in seen:
            seen.add(line.sku)
            yield _Item(line, register_sku(line))


def _customers(lines: Iterable[Line], channel_id: int, mapping: ImportMapping) -> Iterator[_Item]:
    """Each customer once, as the first line has it."""
    seen: set[str] = set()
    for line in lines:
        if line.customer and line.customer not in seen:
            seen.add(line.customer)
            yield _Item(line, register_customer(line, channel_id, mapping))


def _receipts(lines: Iterable[Line], mapping: ImportMapping) -> Iterator[_Item]:
    """The sum of each SKU, received where the line says or spread over the mapping's locations by weight."""
    sums: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], Line] = {}
    for line in lines:
        place = (line.sku, line.location)
        sums[place] = sums.get(place, 0) + line.quantity
        first.setdefault(place, line)
    for (sku, location), quantity in sums.items():
        places = [location] if location else [receipt.location for receipt in mapping.locations]
        weights = [1] if location else [receipt.weight for receipt in mapping.locations]
        for code, part in zip(places, share(quantity, weights), strict=True):
            if part > 0:
                yield _receipt(sku, code, part, first[sku, location], mapping)


def _receipt(sku: str, location: str, quantity: int, line: Line, mapping: ImportMapping) -> _Item:
    """The key makes a receipt happen once for each reference, however often the file is imported."""
    name = "\n".join((mapping.stock_reference, location, sku))
    key = f"import-stock-{hashlib.sha256(name.encode()).hexdigest()[:40]}"
    command = ReceiveStock(sku=sku, location=location, quantity=quantity, reference=mapping.stock_reference)
    return _Item(line, command, key)


def _batches(items: Iterator[_Item], size: int) -> Iterator[list[_Item]]:
    while batch := list(islice(items, size)):
        yield batch
