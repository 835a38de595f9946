"""The consents of a batch of commands: what stands, and what becomes of it. Used by the handlers."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.problems import Problem
from ordino.parties.commands import ConsentState, GiveConsent, WithdrawConsent
from ordino.parties.decide.consent import consent_problem
from ordino.parties.queries import SQL
from ordino.parties.rows import ConsentRow, CustomerRow


class Consents:
    """The customers of the batch, locked, with the consent that stands for each purpose."""

    def __init__(self, unit: Unit, commands: Sequence[GiveConsent] | Sequence[WithdrawConsent]) -> None:
        self._now = unit.now
        ids = sorted({command.customer_id for command in commands if 0 < command.customer_id <= LARGEST_KEY})
        self._customers = {row.id: row for row in unit.fetch(SQL.lock_customers, CustomerRow, ids=ids)}
        rows = unit.fetch(SQL.select_standing_consents, ConsentRow, customer_ids=sorted(self._customers))
        self._standing = {(row.customer_id, row.purpose): row for row in rows}

    def problem(self, command: GiveConsent | WithdrawConsent) -> Problem | None:
        return consent_problem(command, self._customers.get(command.customer_id), self._now)

    def standing(self, command: GiveConsent | WithdrawConsent) -> ConsentRow | None:
        """The consent to the purpose that stands, as the commands before this one left it."""
        return self._standing.get((command.customer_id, command.purpose))

    def give(self, consent: ConsentRow) -> None:
        self._standing[consent.customer_id, consent.purpose] = consent

    def withdraw(self, consent: ConsentRow) -> None:
        del self._standing[consent.customer_id, consent.purpose]


def consent_state(command: GiveConsent | WithdrawConsent, consent_id: int | None, *, given: bool) -> ConsentState:
    """The answer to a command on a consent."""
    return ConsentState(customer_id=command.customer_id, purpose=command.purpose, consent_id=consent_id, given=given)
