"""Agree credit terms with customers."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable
from ordino.parties.commands import CustomerTerms, SetCreditTerms
from ordino.parties.decide.credit_terms import agreed_terms
from ordino.parties.events import CreditTermsSet, customer_stream
from ordino.parties.queries import SQL
from ordino.parties.rows import CustomerRow


@handles(SetCreditTerms)
def set_credit_terms(unit: Unit, commands: Sequence[SetCreditTerms]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _set(unit, storable))


def _set(unit: Unit, commands: Sequence[SetCreditTerms]) -> list[Decision]:
    ids = sorted({command.customer_id for command in commands if 0 < command.customer_id <= LARGEST_KEY})
    before = {row.id: row for row in unit.fetch(SQL.lock_customers, CustomerRow, ids=ids)}
    rows = dict(before)
    decisions = [_decide(command, rows) for command in commands]
    unit.write(SQL.update_customers, [row for row in rows.values() if row != before[row.id]])
    return decisions


def _decide(command: SetCreditTerms, rows: dict[int, CustomerRow]) -> Decision:
    after = agreed_terms(command, rows.get(command.customer_id))
    if isinstance(after, Problem):
        return Refused(after)
    result = CustomerTerms(
        customer_id=after.id,
        currency=after.currency,
        credit_limit_minor=after.credit_limit_minor,
        payment_terms_days=after.payment_terms_days,
    )
    if after == rows[after.id]:
        return Known(result)
    rows[after.id] = after
    event = CreditTermsSet(
        customer_id=after.id,
        currency=command.currency,
        credit_limit_minor=command.credit_limit_minor,
        payment_terms_days=command.payment_terms_days,
    )
    return Done(result, (StreamEvent(customer_stream(after.id), event),))
