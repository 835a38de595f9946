"""Where an import's commands go: to be carried out, or in a dry run only to be answered, by the same code, rolled back."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ordino.engine import Actor, Engine, Outcome, Reader
from ordino.kernel.messages import Command


class Door(Protocol):
    """What an import needs of the engine."""

    def execute(
        self, commands: Sequence[Command], *, actor: Actor, keys: Sequence[str | None] | None = None
    ) -> list[Outcome]: ...

    def reader(self) -> AbstractContextManager[Reader]: ...


class PreviewDoor:
    """The engine of a dry run: it says what would become of commands, and changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def execute(
        self, commands: Sequence[Command], *, actor: Actor, keys: Sequence[str | None] | None = None
    ) -> list[Outcome]:
        return self._engine.preview(commands, actor=actor, keys=keys)

    def reader(self) -> AbstractContextManager[Reader]:
        return self._engine.reader()
