"""Who asks: a person, a program or the system itself, and what it may do."""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """The asker of a command. `permissions` holds names such as `orders.place_order`, `orders.*` or `*`."""

    name: str
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        context = permission.partition(".")[0]
        return bool(self.permissions & {permission, f"{context}.*", "*"})


SYSTEM = Actor("system", frozenset({"*"}))
