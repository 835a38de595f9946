"""What may be done with an order on its page; each context's actions are in their own module."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.office.actions import Subject, drawer
from ordino.office.engine import office_engine
from ordino.office.order.message_actions import MESSAGE_ACTIONS
from ordino.office.order.money_actions import MONEY_ACTIONS
from ordino.office.order.moving_actions import MOVING_ACTIONS
from ordino.office.order.notes_actions import NOTES_ACTIONS
from ordino.office.order.order_actions import ORDER_ACTIONS
from ordino.office.order.work_actions import WORK_ACTIONS
from ordino.office.people import page
from ordino.office.texts import _
from ordino.orders.queries import show_order

ACTIONS = {**WORK_ACTIONS, **MONEY_ACTIONS, **ORDER_ACTIONS, **MOVING_ACTIONS, **MESSAGE_ACTIONS, **NOTES_ACTIONS}


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def action(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """The drawer of an action on an order."""
    found = ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = show_order(reader, order_id)
    if view is None:
        raise Http404(f"There is no order {order_id}.")
    order = view.order
    here = reverse("order", args=[order_id])
    return drawer(
        request,
        found,
        Subject(
            order_id,
            _("order %(number)s") % {"number": order_id},
            here,
            view,
            order.currency,
            order.version,
            view.timeline,
            detail=order.customer_name or order.email,
            status=("order", order.state),
        ),
    )
