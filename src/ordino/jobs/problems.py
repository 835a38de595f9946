"""What jobs refuse."""

from typing import ClassVar

from ordino.kernel.problems import Problem


class JobWithAnotherWorker(Problem, frozen=True, kw_only=True):
    """A job is run by one worker at a time; who was not heard of for a minute has lost it."""

    title: ClassVar[str] = "Job with another worker"
    status: ClassVar[int] = 409
    job_id: int
    attempt: int

    def detail(self) -> str:
        return f"Job {self.job_id} is with another worker (attempt {self.attempt}); leave it to that one."
