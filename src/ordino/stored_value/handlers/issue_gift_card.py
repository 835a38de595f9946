"""Issue gift cards."""

import re
from collections.abc import Sequence
from datetime import datetime

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import InvalidInput
from ordino.kernel.registration import decide_storable
from ordino.stored_value.checks import amount_problem
from ordino.stored_value.commands import IssueGiftCard
from ordino.stored_value.events import ValueIssued
from ordino.stored_value.facts import SQL
from ordino.stored_value.rows import MovementKind
from ordino.stored_value.vault import Vault

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class _CardRow(Record, frozen=True):
    id: int
    currency: str
    code_hash: str
    last_four: str
    expires_at: datetime | None


@handles(IssueGiftCard)
def issue_gift_cards(unit: Unit, commands: Sequence[IssueGiftCard]) -> list[Decision]:
    """Open each card and put its value on it; a code stands for one card."""
    return decide_storable(commands, lambda storable: _issue(unit, storable))


def _issue(unit: Unit, commands: Sequence[IssueGiftCard]) -> list[Decision]:
    codes = [command.code_hash for command in commands]
    taken = set(unit.fetch_values(SQL.select_known_codes, code_hashes=codes))
    problems = []
    for command in commands:
        problems.append(_problem(command, taken, now=unit.now))
        taken.add(command.code_hash)
    accepted = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    ids = unit.next_ids("stored_value_account_id_seq", len(accepted))
    rows = [
        _CardRow(account_id, command.currency, command.code_hash, command.last_four, command.expires_at)
        for account_id, command in zip(ids, accepted, strict=True)
    ]
    unit.write(SQL.insert_gift_cards, rows, now=unit.now)
    vault = Vault(unit, ids)
    done = iter([_fill(vault, account_id, command) for account_id, command in zip(ids, accepted, strict=True)])
    vault.write()
    return [next(done) if problem is None else Refused(problem) for problem in problems]


def _fill(vault: Vault, account_id: int, command: IssueGiftCard) -> Decision:
    kind: MovementKind = "grant" if command.granted else "issue"
    vault.move(account_id, kind, command.amount_minor, reference=command.reference)
    issued = ValueIssued(
        account_id=account_id,
        amount_minor=command.amount_minor,
        account_kind="gift_card",
        currency=command.currency,
        granted=command.granted,
        expires_at=command.expires_at,
        reference=command.reference,
    )
    return vault.done(issued, begins=True)


def _problem(command: IssueGiftCard, taken: set[str], *, now: datetime) -> InvalidInput | None:
    if not _HASH.fullmatch(command.code_hash) or len(command.last_four) != 4:
        return InvalidInput(
            field="code_hash", reason="give the hash of a code and its last four letters, never the code."
        )
    if command.code_hash in taken:
        return InvalidInput(field="code_hash", reason="is the code of another card; make a new one.")
    if command.expires_at is not None and command.expires_at <= now:
        return InvalidInput(field="expires_at", reason="is over already.")
    return amount_problem(command.amount_minor, command.currency)
