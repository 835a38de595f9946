"""Who asks: a person, a program or the system itself, and what it may do."""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """The asker of a command. `permissions` holds names such as `orders.place_order`, `orders.*` or `*`."""

    name: str
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        context = permission.partition(".")[0]
        return bool(self.permissions & {permission, f"{context}.*", "*"})

    def limit(self, permission: str) -> int | None:
        """How far a permission goes that is held up to a number (`orders.give_discount:10`); None where it is not limited."""
        ends = [int(one.rpartition(":")[2]) for one in self.permissions if one.startswith(f"{permission}:")]
        return max(ends) if ends and not self.may(permission) else None


SYSTEM = Actor("system", frozenset({"*"}))
