"""An action on many rows, carried out piece by piece. A piece is one transaction, each row of it whole or not at all.

What became of a row is kept; a row that was interrupted between the two is asked again under its key and not done twice.
"""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from ordino.engine import Actor, Outcome
from ordino.kernel.messages import Refused
from ordino.office.bulk.actions import LISTS, Bulk
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.models import BulkRun
from ordino.office.sentences import detail_of
from ordino.office.texts import title_of

ROWS_OF_A_PIECE = 20


class RowResult(NamedTuple):
    """What became, or would become, of one row; without a title it is done."""

    key: int
    title: str = ""
    detail: str = ""


def begin(owner: User, kind: str, action: Bulk, form: Form, keys: list[int], back: str) -> BulkRun:
    """Keep what is to be done; nothing is done yet."""
    fields = {field.name: form.text(field.name) for field in action.fields}
    return BulkRun.objects.create(owner=owner, kind=kind, name=action.name, fields=fields, keys=keys, back=back)


def advance(run_id: int, actor: Actor) -> BulkRun:
    """Carry out the next piece and keep what became of its rows; a run that is finished stays as it is."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update().get(id=run_id)
        begun = len(run.results)
        keys = run.keys[begun : begun + ROWS_OF_A_PIECE]
        if keys:
            action, form = action_of(run), Form(run.fields)
            names = [f"bulk/{run.id}/{begun + at}" for at in range(len(keys))]
            outcomes = office_engine().execute([action.build(key, form) for key in keys], actor=actor, keys=names)
            run.results = [*run.results, *results_of(keys, outcomes)]
        run.finished = len(run.results) == len(run.keys)
        run.save()
    return run


def action_of(run: BulkRun) -> Bulk:
    return next(one for one in LISTS[run.kind].actions if one.name == run.name)


def results_of(keys: list[int], outcomes: list[Outcome]) -> list[RowResult]:
    """What became of each row, a refusal in its own words."""
    return [
        RowResult(key, title_of(outcome.problem), detail_of(outcome.problem))
        if isinstance(outcome, Refused)
        else RowResult(key)
        for key, outcome in zip(keys, outcomes, strict=True)
    ]


def unfinished(owner: User, kind: str) -> list[BulkRun]:
    """The runs of a list that somebody left before they were finished."""
    return list(BulkRun.objects.filter(owner=owner, kind=kind, finished=False).order_by("id"))
