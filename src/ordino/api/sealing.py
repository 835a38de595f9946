"""Commands that take the seal of a secret: the edge makes the secret, the command takes its seal, the answer shows it.

The secret comes of the installation's key, the caller and their idempotency key, so a request that is repeated after a lost
answer shows the same secret to the same caller, and nothing has to keep it. Decision 0100.
"""

from functools import cache
from typing import cast

import msgspec
from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Result
from ordino.webhooks.secret import Secret, make_secret, new_salt, salt_of

SEAL = "seal"


class SecretMaker(msgspec.Struct, frozen=True):
    """Makes secrets for one caller with the installation's key."""

    installation_key: bytes
    caller: str

    def make(self, command: type[Command], idempotency_key: str | None) -> Secret:
        """The secret of a request; without an idempotency key (a preview) one that is never seen."""
        if idempotency_key is None:
            return make_secret(self.installation_key, new_salt())
        request = "\0".join((self.caller, command.kind(), idempotency_key))
        return make_secret(self.installation_key, salt_of(self.installation_key, request))


def is_sealed(command: type[Command]) -> bool:
    return SEAL in command.__struct_fields__


def result_of(command: type[Command]) -> type[Result]:
    """What is answered to a command: its result, with the secret where it takes the seal of one."""
    return _with_secret(command.result) if is_sealed(command) else command.result


@cache
def _with_secret(result: type[Result]) -> type[Result]:
    shown = msgspec.defstruct(
        f"{result.__name__}WithSecret",
        [("secret", str | UnsetType, UNSET)],
        bases=(result,),
        namespace={"__doc__": f"{result.__doc__}\n\nThe `secret` is kept nowhere; a preview has none."},
        module=result.__module__,
        frozen=True,
        kw_only=True,
    )
    return cast(type[Result], shown)


def with_secret(command: type[Command], result: Result, secret: Secret) -> Result:
    """The result with the secret shown."""
    told = {name: getattr(result, name) for name in result.__struct_fields__}
    return result_of(command)(**told, secret=secret.text)
