"""Gift cards: issued here with a code that is shown once, on the page that answers, and what is left on each."""

from datetime import timedelta
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ordino.kernel.messages import Refused
from ordino.kernel.problems import Problem
from ordino.office.cursors import number_or
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.people import actor_of, page
from ordino.stored_value.codes import kept, new_code
from ordino.stored_value.commands import IssueGiftCard
from ordino.stored_value.queries import gift_cards

_ROWS = 50
_LONGEST_DAYS = 36_500
_TOKEN_BYTES = 16


@require_http_methods(["GET", "HEAD", "POST"])
@page(IssueGiftCard.permission())
def gift_card_list(request: HttpRequest) -> HttpResponse:
    """The cards there are, the newest first; a POST issues one, and the same form sent again none."""
    code, problem = new_code(), None
    if request.method == "POST":
        problem = _issued(request, code)
    engine = office_engine()
    with engine.reader() as reader:
        rows = gift_cards(reader, before_id=number_or(request.GET.get("before", ""), 0) or None, limit=_ROWS + 1)
    context = {
        "rows": rows[:_ROWS],
        "next": rows[_ROWS - 1].id if len(rows) > _ROWS else None,
        "typed": request.POST if problem else {},
        "code": code if request.method == "POST" and problem is None else None,
        "problem": problem,
        "token": token_hex(_TOKEN_BYTES),
        "now": engine.clock(),
    }
    return render(request, "money/gift_cards.html", context)


def _issued(request: HttpRequest, code: str) -> Problem | None:
    form = Form({name: str(value) for name, value in request.POST.items()})
    try:
        command = _command(form, code)
    except NotUnderstood as wrong:
        return wrong.problem
    key = f"office/{form.text('token')}"
    (outcome,) = office_engine().execute([command], actor=actor_of(request), keys=[key])
    return outcome.problem if isinstance(outcome, Refused) else None


def _command(form: Form, code: str) -> IssueGiftCard:
    currency, days, secret = form.text("currency").upper(), form.number_or_none("days"), kept(code)
    return IssueGiftCard(
        code_hash=secret.code_hash,
        last_four=secret.last_four,
        currency=currency,
        amount_minor=form.amount_minor("amount", currency),
        expires_at=None if days is None else office_engine().clock() + timedelta(days=min(days, _LONGEST_DAYS)),
        granted="granted" in form,
        reference=form.text("reference"),
    )
