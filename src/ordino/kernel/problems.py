"""Problems: typed refusals, the same object in the API, on screens and in the CLI.

A problem is a value, not an exception. Its class says what kind of refusal it is, its fields are the facts, and `detail()`
tells a person what was refused, why, and what would be accepted. Shape after RFC 9457.
"""

from typing import ClassVar

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal. Subclasses set `title` and `status` (as in HTTP) and implement `detail`."""

    title: ClassVar[str]
    status: ClassVar[int] = 409

    def detail(self) -> str:
        """What was refused, why, and what would be accepted."""
        raise NotImplementedError

    @classmethod
    def code(cls) -> str:
        """The stable name a program matches on."""
        return cls.__name__


class NotPermitted(Problem, frozen=True, kw_only=True):
    title = "Not permitted"
    status = 403
    permission: str
    actor: str

    def detail(self) -> str:
        return f"{self.actor} lacks the permission {self.permission}; ask an owner to grant it."


class InvalidInput(Problem, frozen=True, kw_only=True):
    """A field whose value cannot be accepted."""

    title = "Invalid input"
    status = 422
    field: str
    reason: str

    def detail(self) -> str:
        return f"{self.field}: {self.reason}"


class NotFound(Problem, frozen=True, kw_only=True):
    title = "Not found"
    status = 404
    what: str
    reference: str

    def detail(self) -> str:
        return f"There is no {self.what} {self.reference}."


class KeyReused(Problem, frozen=True, kw_only=True):
    """The idempotency key was already used for a different command."""

    title = "Idempotency key reused"
    status = 422
    key: str

    def detail(self) -> str:
        return (
            f"The key {self.key} was used before with a different body; send the same body again or choose a new key."
        )


class InFlight(Problem, frozen=True, kw_only=True):
    """Another request is changing the same thing and did not finish in time."""

    title = "In flight"
    status = 409
    wait_seconds: int

    def detail(self) -> str:
        return f"Another change of the same thing is still running; try again in {self.wait_seconds} s."


class StateRefuses(Problem, frozen=True, kw_only=True):
    """The life cycle does not permit the command in the present state."""

    title = "Not possible in this state"
    subject: str
    state: str
    command: str
    permitted: tuple[str, ...]

    def detail(self) -> str:
        allowed = ", ".join(self.permitted) or "nothing"
        return f"{self.subject} is {self.state}: {self.command} is not possible; permitted now: {allowed}."


class VersionConflict(Problem, frozen=True, kw_only=True):
    title = "Changed meanwhile"
    status = 412
    subject: str
    expected_version: int
    found_version: int

    def detail(self) -> str:
        return (
            f"{self.subject} is at version {self.found_version}, not {self.expected_version}: "
            "somebody changed it meanwhile; look at it again and repeat."
        )
