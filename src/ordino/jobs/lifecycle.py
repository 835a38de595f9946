"""The states of a job. `CreateImport` begins one that receives its file, `CreateExport` one that waits for a worker."""

from ordino.kernel.lifecycle import Lifecycle, Move

RECEIVING, WAITING, RUNNING, DONE, FAILED, CANCELED = "receiving", "waiting", "running", "done", "failed", "canceled"

JOB = Lifecycle(
    "job",
    states=(RECEIVING, WAITING, RUNNING, DONE, FAILED, CANCELED),
    initial=(RECEIVING, WAITING),
    final=(DONE, FAILED, CANCELED),
    moves=(
        Move(RECEIVING, "QueueImport", WAITING),
        Move(RECEIVING, "CancelJob", CANCELED),
        Move(WAITING, "TakeJob", RUNNING),
        Move(WAITING, "CancelJob", CANCELED),
        Move(RUNNING, "TakeJob", RUNNING),
        Move(RUNNING, "PutBackJob", WAITING),
        Move(RUNNING, "FinishJob", DONE),
        Move(RUNNING, "FailJob", FAILED),
        Move(RUNNING, "CancelJob", CANCELED),
    ),
)
