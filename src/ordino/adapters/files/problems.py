"""What can be wrong with a file or one of its rows."""

from ordino.kernel.problems import Problem


class FileProblem(Problem, frozen=True, kw_only=True):
    """Something in a file that cannot be used: `found` at `line` (1 = the first; 0 = the file as a whole) in `field`.

    `accepted` says what would have been taken.
    """

    title = "File problem"
    status = 422
    line: int = 0
    field: str = ""
    found: str
    accepted: str

    def detail(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.field) if part)
        return (
            f"{place}: {self.found}; accepted: {self.accepted}."
            if place
            else f"{self.found}; accepted: {self.accepted}."
        )


class WrongEncoding(FileProblem, frozen=True, kw_only=True):
    title = "Wrong encoding"


class DamagedFile(FileProblem, frozen=True, kw_only=True):
    title = "Damaged file"


class TooLarge(FileProblem, frozen=True, kw_only=True):
    """A limit is exceeded; the reader stops so that no file can exhaust the machine."""

    title = "Too large"


class MissingColumns(FileProblem, frozen=True, kw_only=True):
    title = "Missing columns"


class NotReadable(FileProblem, frozen=True, kw_only=True):
    """The file is not there, not permitted, or not of the format it was said to be."""

    title = "Not readable"


class UnusableRow(FileProblem, frozen=True, kw_only=True):
    """One row is wrong; the rows around it are not touched by that."""

    title = "Unusable row"


class FormulaFound(UnusableRow, frozen=True, kw_only=True):
    """A cell holds a formula, which is never evaluated."""

    title = "Formula found"


class FileUnreadable(Exception):
    """The file cannot be read any further; rows yielded before stay valid."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.detail())
        self.problem = problem
