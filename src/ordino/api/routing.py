"""Which handlers answer at an address: one look-up, however many addresses there are. Decision 0160."""

import re
from collections.abc import Mapping
from typing import Generic, TypeVar

T = TypeVar("T")
Keys = dict[str, int | str]
_PARAMETER = re.compile(r"\{(\w+):(int|str)\}")
_NUMBER = re.compile(r"-?[0-9]{1,100}", re.ASCII)
Part = str | type  # a word of a path, or `int` or `str` where a key stands


class Found(Generic[T]):
    """What stands at an address, and the keys that its path holds."""

    __slots__ = ("keys", "there")

    def __init__(self, there: T, keys: Keys) -> None:
        self.there = there
        self.keys = keys


class Routes(Generic[T]):
    """What stands where, by paths such as `/orders/{order_id:int}`; a text may only stand at the end.

    Raises ValueError where two paths cannot be told apart, or a text stands elsewhere.
    """

    def __init__(self, given: Mapping[str, T]) -> None:
        self._by_shape: dict[tuple[Part, ...], tuple[T, tuple[str, ...]]] = {}
        self._plain = {path: Found[T](there, {}) for path, there in given.items() if "{" not in path}
        for path, there in given.items():
            shape = tuple(map(_declared, _parts(path)))
            if shape in self._by_shape or str in shape[:-1]:
                raise ValueError(f"{path} cannot be told apart from another path")
            self._by_shape[shape] = there, tuple(name for name, _ in _PARAMETER.findall(path))

    def find(self, path: str) -> Found[T] | None:
        """What stands at the path; a fixed word before any text. Slashes that are too many do not matter."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain
        parts = _parts(path)
        numbers = [part for part in parts if _NUMBER.fullmatch(part)]
        shape: tuple[Part, ...] = tuple(int if _NUMBER.fullmatch(part) else part for part in parts)
        known = self._by_shape.get(shape)
        if known is not None:
            there, names = known
            return Found(there, dict(zip(names, map(int, numbers), strict=True)))
        known = self._by_shape.get((*shape[:-1], str))
        if known is None:
            return None
        there, names = known
        return Found(there, dict(zip(names, [*map(int, numbers[: len(names) - 1]), parts[-1]], strict=True)))


def _declared(part: str) -> Part:
    found = _PARAMETER.fullmatch(part)
    if found is None:
        return part
    return int if found[2] == "int" else str


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
