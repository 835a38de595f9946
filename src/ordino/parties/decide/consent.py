"""What a customer consents to after it was given or withdrawn. Pure."""

import re
from datetime import datetime

from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.parties.commands import GiveConsent, WithdrawConsent
from ordino.parties.problems import CustomerMerged
from ordino.parties.rows import ConsentRow, CustomerRow

_PURPOSE = re.compile(r"[a-z][a-z0-9_]{0,63}")


def consent_problem(command: GiveConsent | WithdrawConsent, known: CustomerRow | None, now: datetime) -> Problem | None:
    """Why a consent of this customer cannot be recorded, or None."""
    if known is None:
        return NotFound(what="customer", reference=str(command.customer_id))
    if known.merged_into_id is not None:
        return CustomerMerged(customer_id=known.id, merged_into_id=known.merged_into_id)
    if not _PURPOSE.fullmatch(command.purpose):
        return InvalidInput(field="purpose", reason="must be a word such as email_marketing: small letters, digits, _")
    if not command.source.strip():
        return InvalidInput(field="source", reason="say where the customer said so")
    if isinstance(command, GiveConsent):
        if not command.proof.strip():
            return InvalidInput(field="proof", reason="say what proves it, for example which words were agreed to")
        return _moment_problem("given_at", command.given_at, now)
    return _moment_problem("withdrawn_at", command.withdrawn_at, now)


def _moment_problem(field: str, moment: datetime | None, now: datetime) -> Problem | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        return InvalidInput(field=field, reason="must name its time zone")
    return InvalidInput(field=field, reason="must not be in the future") if moment > now else None


def withdrawn_at(command: WithdrawConsent, standing: ConsentRow, now: datetime) -> datetime:
    """From when on the consent stands no longer: never before it was given."""
    return max(command.withdrawn_at or now, standing.given_at)
