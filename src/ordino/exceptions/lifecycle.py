"""The states of an exception. `RaiseException` begins one; one that is resolved may be raised anew as another."""

from ordino.kernel.lifecycle import Lifecycle, Move

OPEN, ASSIGNED, RESOLVED = "open", "assigned", "resolved"

EXCEPTION = Lifecycle(
    "exception",
    states=(OPEN, ASSIGNED, RESOLVED),
    initial=(OPEN,),
    final=(RESOLVED,),
    moves=(
        Move(OPEN, "AssignException", ASSIGNED),
        Move(OPEN, "ResolveException", RESOLVED),
        Move(ASSIGNED, "AssignException", ASSIGNED),
        Move(ASSIGNED, "ResolveException", RESOLVED),
    ),
)
