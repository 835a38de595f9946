"""What drills with real faults came to, as figures."""

from collections.abc import Iterator
from decimal import Decimal

from ordino.simulation.benchmarks.figures import Figure, Note, Report, at_least, at_most
from ordino.simulation.faults.clocks import ClocksMoved
from ordino.simulation.faults.cut_commits import CommitsCut
from ordino.simulation.faults.kills import PARTS, KillsSurvived
from ordino.simulation.faults.proxy import PLACES
from ordino.simulation.faults.verdict import Verdict

_NAMED = 5


def kills_report(survived: KillsSurvived) -> Report:
    """Kills and pauses of a running installation."""
    name = "kills"
    figures = (
        *(_figure(name, f"kills (-9) of the {part}", survived.kills.get(part, 0)) for part in PARTS),
        _figure(name, "pauses longer than the lease of its work", sum(survived.pauses.values())),
        _figure(name, "payments acknowledged", survived.verdict.paid),
        _figure(name, "questions asked again", survived.repeats),
        _none(name, "answers that were refusals", len(survived.refused)),
        *_judged(name, survived.verdict),
    )
    return Report(figures, _notes(name, survived.verdict, survived.refused))


def failover_report(waited: Verdict, unwaited: Verdict) -> Report:
    """A lost database, once with commits that wait for the standby, once with such that do not."""
    name = "failover"
    lost = Figure(name, "orders lost where commits do not wait", Decimal(len(unwaited.lost)), "", at_least("1"))
    return Report((*_judged(name, waited), lost), _notes(name, waited))


def clocks_report(survived: ClocksMoved) -> Report:
    """A worker whose clock jumped."""
    name = "clock moved"
    figures = (
        _figure(name, "jumps of a worker's clock, by 1 to 36 hours", survived.jumps),
        _figure(name, "commands recorded while it was ahead", survived.recorded_ahead),
        _figure(name, "commands recorded while it was behind", survived.recorded_behind),
        _figure(name, "payments acknowledged", survived.verdict.paid),
        _none(name, "answers that were refusals", len(survived.refused)),
        *_judged(name, survived.verdict),
    )
    return Report(figures, _notes(name, survived.verdict, survived.refused))


def cuts_report(survived: CommitsCut) -> Report:
    """Commits whose connection was cut."""
    name = "commits cut"
    figures = (
        *(_figure(name, f"cut {place}", survived.cuts.get(place, 0)) for place in PLACES),
        _none(name, "asked again and answered otherwise", len(survived.answered_otherwise)),
        _none(name, "holds that are there twice", survived.holds_repeated),
        *_judged(name, survived.verdict),
    )
    return Report(figures, _notes(name, survived.verdict, survived.answered_otherwise))


def disk_report(verdict: Verdict, unanswered: int) -> Report:
    """A disk that was full for a while."""
    name = "disk full"
    figures = (Figure(name, "questions answered with later", Decimal(unanswered), "", at_least("1")),)
    return Report((*figures, *_judged(name, verdict)), _notes(name, verdict))


def _judged(name: str, verdict: Verdict) -> Iterator[Figure]:
    yield _figure(name, "orders acknowledged", verdict.acknowledged)
    yield _none(name, "orders lost", len(verdict.lost))
    yield _none(name, "orders repeated", len(verdict.repeated))
    yield _none(name, "payments that differ", len(verdict.paid_wrongly))
    yield _none(name, "differences of the audit", verdict.differences)


def _figure(name: str, what: str, value: int) -> Figure:
    return Figure(name, what, Decimal(value), "")


def _none(name: str, what: str, value: int) -> Figure:
    return Figure(name, what, Decimal(value), "", at_most("0"))


def _notes(name: str, verdict: Verdict, refused: tuple[str, ...] = ()) -> tuple[Note, ...]:
    named = (*refused[:_NAMED], *verdict.lost[:_NAMED], *verdict.repeated[:_NAMED], *verdict.paid_wrongly[:_NAMED])
    return tuple(Note(name, text) for text in named)
