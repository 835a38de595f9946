"""What an import answers."""

from collections.abc import Callable
from pathlib import Path

from ordino.adapters.files.problems import FileProblem
from ordino.adapters.importing.figures import Account, ListedLine, Reconciliation
from ordino.adapters.importing.mapping import ImportKind, ImportMapping
from ordino.adapters.importing.output import ErrorFile, ListedFile
from ordino.kernel.messages import Record
from ordino.kernel.problems import Problem

SHOWN_ERRORS = 10

Progress = Callable[[int], None]


class ImportOptions(Record, frozen=True, kw_only=True):
    """Where errors and listed lines are written (None: nowhere), and how many commands run in one transaction.

    A dry run reads, checks and reconciles, asks the database what would become of each row, and changes nothing.
    """

    errors: Path | None = None
    listed: Path | None = None
    dry_run: bool = False
    batch_commands: int = 500


class ImportReport(Record, frozen=True, kw_only=True):
    """`added` and `already_there` count orders, products, customers or receipts; `errors` counts refusals in the file."""

    kind: ImportKind
    title: str
    dry_run: bool
    added: int
    already_there: int
    errors: int
    first_errors: tuple[FileProblem, ...]
    stopped_by: FileProblem | None
    reconciliation: Reconciliation | None


class Book:
    """Keeps the counts, the account and the two files of one import."""

    def __init__(self, mapping: ImportMapping, options: ImportOptions) -> None:
        self.account = Account()
        self.added = 0
        self.already_there = 0
        self.stopped_by: FileProblem | None = None
        self._mapping = mapping
        self._dry_run = options.dry_run
        self._errors = ErrorFile(options.errors)
        self._listed = ListedFile(options.listed)
        self._first: list[FileProblem] = []

    def refuse(self, problem: FileProblem, order: str = "") -> None:
        """Write an error and count it."""
        if len(self._first) < SHOWN_ERRORS:
            self._first.append(problem)
        self._errors.add_problem(problem, order)

    def stop(self, problem: FileProblem) -> None:
        """The file as a whole, or from some line on, cannot be read; a file that was never begun leaves no error file."""
        self.stopped_by = problem
        if problem.line:
            self.refuse(problem)
        else:
            self._first.append(problem)

    def list_line(self, line: ListedLine) -> None:
        self.account.list_line(line)
        self._listed.add_line(line, captured=False)

    def note_line(self, line: ListedLine) -> None:
        self.account.note_line(line)
        self._listed.add_line(line, captured=True)

    def refuse_line(self, line: ListedLine) -> None:
        """A line that is right in itself but belongs to something refused."""
        self.account.refused_lines += 1
        self.account.refused_amount += line.amount
        self._listed.add_line(line, captured=False)

    def close(self) -> None:
        self._errors.close()
        self._listed.close()

    def report(self) -> ImportReport:
        return ImportReport(
            kind=self._mapping.kind,
            title=self._mapping.title,
            dry_run=self._dry_run,
            added=self.added,
            already_there=self.already_there,
            errors=self._errors.rows,
            first_errors=tuple(self._first),
            stopped_by=self.stopped_by,
            reconciliation=self.account.reconciliation() if self._mapping.kind == "orders" else None,
        )


class Refusal(FileProblem, frozen=True, kw_only=True):
    """A command that was made from the file and refused."""

    title = "Refused"


def refusal(problem: Problem, line: int, what: str) -> Refusal:
    """The refusal of what begins at `line`, in the words of the problem."""
    field = getattr(problem, "field", "")
    return Refusal(line=line, field=str(field) or what, found=problem.detail().rstrip("."), accepted="see the problem")
