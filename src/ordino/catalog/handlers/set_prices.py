"""Set prices: lists are made on the way, only what differs is written."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from ordino.catalog.commands import AcceptedPrices, SetPrices
from ordino.catalog.decide.price import PriceRow
from ordino.catalog.decide.set_prices import changed_price_list, price_rows, wrong_price
from ordino.catalog.events import PricesSet
from ordino.catalog.queries import SQL, skus_by_code
from ordino.catalog.rows import PriceKeyRow, PriceListRow, PriceWish
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import CodeBook, changed_fields, decide_storable

_Key = tuple[int, int, int | None, int]


@handles(SetPrices)
def set_prices(unit: Unit, commands: Sequence[SetPrices]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _set(unit, storable))


def _set(unit: Unit, commands: Sequence[SetPrices]) -> list[Decision]:
    book = _Book(unit, commands)
    decisions = [book.set(command) for command in commands]
    book.write(unit)
    return decisions


class _Book:
    """The price lists of a batch as they are known, and as they become."""

    def __init__(self, unit: Unit, commands: Sequence[SetPrices]) -> None:
        codes = sorted({command.price_list for command in commands})
        before = {row.code: row for row in unit.fetch(SQL.lock_price_lists, PriceListRow, codes=codes)}
        self._lists = CodeBook(before, codes, partial(unit.next_ids, "catalog_price_list_id_seq"))
        self._skus = skus_by_code(unit, sorted({entry.sku for command in commands for entry in command.prices}))
        wishes = {
            PriceWish(before[command.price_list].id, self._skus[entry.sku].id, entry.customer_id)
            for command in commands
            for entry in command.prices
            if command.price_list in before and entry.sku in self._skus and wrong_price(entry) is None
        }
        known = unit.fetch(SQL.select_prices, PriceRow, wishes=list(wishes)) if wishes else []
        self._prices: dict[_Key, Decimal] = {_key(row): row.unit_price for row in known}
        self._changed: dict[_Key, PriceKeyRow] = {}

    def set(self, command: SetPrices) -> Decision:
        known = self._lists.rows.get(command.price_list)
        after = changed_price_list(command, known, self._lists.new_ids.get(command.price_list, 0))
        if isinstance(after, Problem):
            return Refused(after)
        rows = price_rows(command, after.id, self._skus)
        if isinstance(rows, Problem):
            return Refused(rows)
        self._lists.rows[after.code] = after
        different = [row for row in rows if self._prices.get(_key(row)) != row.unit_price]
        for row in different:
            self._prices[_key(row)] = row.unit_price
            self._changed[_key(row)] = row
        result = AcceptedPrices(price_list_id=after.id, code=after.code, changed=len(different))
        fields = changed_fields(known, after) if known else ("code",)
        if not different and not fields:
            return Known(result)
        sku_ids = tuple(sorted({row.sku_id for row in different}))
        event = PricesSet(price_list_id=after.id, code=after.code, sku_ids=sku_ids, changed=fields)
        return Done(result, (StreamEvent(f"price_list/{after.id}", event),))

    def write(self, unit: Unit) -> None:
        """Write what differs, each table in one statement."""
        unit.write(SQL.insert_price_lists, self._lists.new())
        unit.write(SQL.update_price_lists, self._lists.changed())
        unit.write(SQL.upsert_prices, list(self._changed.values()))


def _key(row: PriceRow | PriceKeyRow) -> _Key:
    return row.price_list_id, row.sku_id, row.customer_id, row.minimum_quantity
