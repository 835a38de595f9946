"""Make suppliers known."""

from collections.abc import Sequence
from functools import partial

from ordino.engine import Statements, Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import CodeBook, changed_fields, check_code, decide_storable, with_given
from ordino.procurement.checks import days_problem, percent_problem
from ordino.procurement.commands import RegisterSupplier, SupplierResult
from ordino.procurement.events import SupplierChanged, SupplierRegistered, supplier_stream
from ordino.procurement.rows import SupplierRow

SQL = Statements("ordino.procurement")
FIELDS = ("name", "currency", "email", "tolerance_percent", "payment_days", "active")


@handles(RegisterSupplier)
def register_supplier(unit: Unit, commands: Sequence[RegisterSupplier]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _register_all(unit, storable))


def _register_all(unit: Unit, commands: Sequence[RegisterSupplier]) -> list[Decision]:
    codes = sorted({command.code for command in commands})
    before = {row.code: row for row in unit.fetch(SQL.lock_suppliers, SupplierRow, codes=codes)}
    book = CodeBook(before, codes, partial(unit.next_ids, "procurement_supplier_id_seq"))
    decisions = [_register(book, command) for command in commands]
    unit.write(SQL.insert_suppliers, book.new())
    unit.write(SQL.update_suppliers, book.changed())
    return decisions


def _register(book: CodeBook[SupplierRow], command: RegisterSupplier) -> Decision:
    known = book.rows.get(command.code)
    after = with_given(known or SupplierRow(book.new_ids[command.code], command.code), command, FIELDS)
    problem = _problem(known, after)
    if problem is not None:
        return Refused(problem)
    book.rows[after.code] = after
    result = SupplierResult(supplier_id=after.id, code=after.code, created=known is None)
    stream = supplier_stream(after.id)
    if known is None:
        event = SupplierRegistered(supplier_id=after.id, code=after.code, name=after.name, currency=after.currency)
        return Done(result, (StreamEvent(stream, event),))
    changed = changed_fields(known, after)
    if not changed:
        return Known(result)
    return Done(result, (StreamEvent(stream, SupplierChanged(supplier_id=after.id, code=after.code, changed=changed)),))


def _problem(known: SupplierRow | None, after: SupplierRow) -> Problem | None:
    if not is_currency(after.currency):
        return InvalidInput(field="currency", reason=f"{after.currency!r} is not an ISO 4217 currency such as EUR")
    if known is not None and known.currency != after.currency:
        return InvalidInput(field="currency", reason=f"stays {known.currency}: prices and orders are in it")
    return (
        check_code(after.code)
        or percent_problem(after.tolerance_percent)
        or days_problem(after.payment_days, "payment_days")
    )
