"""What access may refuse."""

from typing import ClassVar

from ordino.kernel.problems import Problem


class KeyNameTaken(Problem, frozen=True, kw_only=True):
    """A key's name stands in the journal beside what it did, so it names one key for ever."""

    title: ClassVar[str] = "Name of a key is taken"
    name: str

    def detail(self) -> str:
        return f"There is, or was, an API key named {self.name}; choose another name, or rotate that key."


class KeyRevoked(Problem, frozen=True, kw_only=True):
    """A revoked key stays revoked."""

    title: ClassVar[str] = "Key is revoked"
    api_key_id: int

    def detail(self) -> str:
        return f"API key {self.api_key_id} was revoked and cannot be used again; issue a new one."


class LastOwner(Problem, frozen=True, kw_only=True):
    """Somebody must be able to let others in."""

    title: ClassVar[str] = "Nobody would own it"
    name: str

    def detail(self) -> str:
        return f"{self.name} is the last active owner; make somebody else an owner first."
