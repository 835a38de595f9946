"""Whether a key may be issued or given another secret."""

import re
from datetime import datetime

from ordino.access.commands import IssueApiKey, RotateApiKey
from ordino.access.decide.scopes import check_scope
from ordino.kernel.problems import InvalidInput
from ordino.kernel.registration import check_code

MOST_REQUESTS_PER_MINUTE = 10_000_000
LONGEST_OVERLAP_HOURS = 30 * 24
_MOST_SCOPES = 100
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check_issue(command: IssueApiKey, now: datetime) -> InvalidInput | None:
    """Why the key cannot be issued as asked, or None."""
    problem = check_code(command.name, "name") or _check_secret(command)
    if problem is not None:
        return problem
    if not 1 <= len(command.scopes) <= _MOST_SCOPES:
        return InvalidInput(field="scopes", reason=f"name 1 to {_MOST_SCOPES} scopes.")
    if command.expires_at is not None and (command.expires_at.tzinfo is None or command.expires_at <= now):
        return InvalidInput(field="expires_at", reason="must be a time to come, with its zone.")
    if not 1 <= command.requests_per_minute <= MOST_REQUESTS_PER_MINUTE:
        return InvalidInput(field="requests_per_minute", reason=f"must be 1 to {MOST_REQUESTS_PER_MINUTE}.")
    return next((found for scope in command.scopes if (found := check_scope(scope)) is not None), None)


def check_rotation(command: RotateApiKey) -> InvalidInput | None:
    """Why the key cannot be given this secret, or None."""
    if not 0 <= command.overlap_hours <= LONGEST_OVERLAP_HOURS:
        return InvalidInput(field="overlap_hours", reason=f"must be 0 to {LONGEST_OVERLAP_HOURS}.")
    return _check_secret(command)


def _check_secret(command: IssueApiKey | RotateApiKey) -> InvalidInput | None:
    if not _SHA256.fullmatch(command.secret_hash):
        return InvalidInput(field="secret_hash", reason="must be a SHA-256 in 64 lower-case hexadecimal digits.")
    return check_code(command.prefix, "prefix")
