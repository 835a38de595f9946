"""Gateways: which are set up, what each may do, whether its money is real. Their secrets stay in the server's environment."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.office.people import page
from ordino.office.texts import _, in_words
from ordino.payments.gateway import RegisteredGateway, gateway_codes, gateway_of

STRIPE = "stripe"


class GatewayView(NamedTuple):
    """A gateway in words; one that is not set up says in `missing` what is to be done."""

    name: str
    money: str
    abilities: Sequence[str] = ()
    missing: str = ""


@require_safe
@page("office.settings")
def gateways(request: HttpRequest) -> HttpResponse:
    """Every gateway that can be used, and the one that only needs its keys."""
    found = [gateway_of(code) for code in gateway_codes()]
    rows = [_view(one) for one in found if one is not None]
    if STRIPE not in gateway_codes():
        missing = _("Set ORDINO_STRIPE_SECRET_KEY where the server runs, and start it again.")
        rows.append(GatewayView(in_words(STRIPE), "", missing=missing))
    return render(request, "settings/gateways.html", {"rows": rows})


def _view(gateway: RegisteredGateway) -> GatewayView:
    return GatewayView(in_words(gateway.code), _money(gateway), tuple(_abilities(gateway)))


def _money(gateway: RegisteredGateway) -> str:
    if gateway.at_once or gateway.by_hand:
        return _("no money moves through it")
    return _("test: no real money") if gateway.test else _("live")


def _abilities(gateway: RegisteredGateway) -> list[str]:
    """What it may do, in the order in which a payment goes through it."""
    if gateway.by_hand:
        return [_("payments are recorded by people"), _("refunds are given by people, who say so")]
    told = _("tells by webhook what happens there") if gateway.told else _("is asked what became of its calls")
    return [_("sets aside, takes in parts, gives up and gives back"), told]
