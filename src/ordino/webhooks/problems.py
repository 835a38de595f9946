"""What webhooks may refuse."""

from typing import ClassVar

from ordino.kernel.problems import Problem


class WebhookNameTaken(Problem, frozen=True, kw_only=True):
    """A webhook's name names one webhook, also after it has ended."""

    title: ClassVar[str] = "Name of a webhook is taken"
    name: str

    def detail(self) -> str:
        return f"There is, or was, a webhook named {self.name}; choose another name."
