"""The filters of the list of orders, as they stand in its address."""

from django.http import QueryDict

from ordino.office.days import begin_of, end_of
from ordino.office.orders.stages import stage_of
from ordino.orders.queries import EARLIEST, LATEST, OrderFilter


def wanted_orders(query: QueryDict) -> OrderFilter:
    """Which orders the address asks for; a day that is none does not filter."""
    stage = stage_of(query.get("stage", ""))
    return OrderFilter(
        states=stage.states,
        fulfillment_status=stage.fulfillment,
        channel=query.get("channel") or None,
        hold_reason=query.get("hold") or None,
        placed_from=begin_of(query.get("since", "")) or EARLIEST,
        placed_before=end_of(query.get("until", "")) or LATEST,
    )
