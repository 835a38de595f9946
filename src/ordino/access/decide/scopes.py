"""What scopes permit: `orders:write` every command of orders and reading them, `orders:read` reading them."""

import re
from collections.abc import Iterable

from ordino.kernel.problems import InvalidInput

EVERYTHING = "*"
_SCOPE = re.compile(r"([a-z_]+):([a-z_]+)", re.ASCII)


def permissions_of(scopes: Iterable[str]) -> frozenset[str]:
    """The permissions that scopes stand for, as an `Actor` holds them."""
    return frozenset(map(_permission, scopes))


def check_scope(scope: str) -> InvalidInput | None:
    """Why a scope cannot be granted, or None."""
    if scope == EVERYTHING or _SCOPE.fullmatch(scope):
        return None
    reason = f"{scope!r} is no scope; write orders:read, orders:write, orders:place_order (one command) or *."
    return InvalidInput(field="scopes", reason=reason)


def _permission(scope: str) -> str:
    context, _, what = scope.partition(":")
    if context == EVERYTHING:
        return EVERYTHING
    return f"{context}.*" if what == "write" else f"{context}.{what}"
