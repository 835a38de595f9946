"""Cursors of lists: where the next page begins, signed, so that nobody can make one up or use it with another question."""

from typing import TypeVar

import msgspec

from ordino.api.answers import Refuse
from ordino.api.problems import InvalidParameter
from ordino.api.signing import signed, unsigned

T = TypeVar("T", bound=msgspec.Struct)


def write_cursor(secret: bytes, question: bytes, position: msgspec.Struct) -> str:
    """The cursor of a position in the answer to a question."""
    return signed(secret, position, question)


def read_cursor(secret: bytes, question: bytes, cursor: str, shape: type[T]) -> T:
    """The position of a cursor; raises Refuse where it was not given for this question."""
    position = unsigned(secret, cursor, shape, question)
    if position is None:
        reason = "was not given by this server for this question; begin again without it"
        raise Refuse(InvalidParameter(parameter="cursor", reason=reason))
    return position
