"""The states of an API key. `IssueApiKey` begins one."""

from ordino.kernel.lifecycle import Lifecycle, Move

ACTIVE, REVOKED = "active", "revoked"

API_KEY = Lifecycle(
    "API key",
    states=(ACTIVE, REVOKED),
    initial=(ACTIVE,),
    final=(REVOKED,),
    moves=(
        Move(ACTIVE, "RotateApiKey", ACTIVE),
        Move(ACTIVE, "RevokeApiKey", REVOKED),
    ),
)
