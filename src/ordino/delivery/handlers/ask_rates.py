"""Ask carriers outside what they would take for packages."""

from collections.abc import Sequence

import msgspec

from ordino.delivery.buying import CARRIER_CALL, QUOTE, CarrierCall, sender_of
from ordino.delivery.carrier import CarrierRequest, Parcel, carrier_codes
from ordino.delivery.commands import AskRates, RatesAsked
from ordino.delivery.facts import SQL
from ordino.delivery.making import PackingTable, Wanted
from ordino.engine import Unit, handles
from ordino.engine.effect_rows import Intent
from ordino.fulfillment.shipping import PackedPackage
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import Problem


@handles(AskRates)
def ask_rates(unit: Unit, commands: Sequence[AskRates]) -> list[Decision]:
    """Every active carrier outside is asked; where there is none, nobody is."""
    table = PackingTable(unit, [Wanted(command.package_ids, "", "") for command in commands])
    codes = list(carrier_codes())
    active = tuple(unit.fetch_values(SQL.select_active_carriers, codes=codes)) if codes else ()
    decisions: list[Decision] = []
    for command in commands:
        packages = table.find(command.package_ids)
        if isinstance(packages, Problem):
            decisions.append(Refused(packages))
            continue
        for carrier in active:
            _ask(unit, table, carrier, packages)
        decisions.append(Done(RatesAsked(carriers=active), ()))
    return decisions


def _ask(unit: Unit, table: PackingTable, carrier: str, packages: Sequence[PackedPackage]) -> None:
    first = packages[0]
    order = table.orders[first.order_id]
    key = f"ordino-rates-{first.id}-{int(unit.now.timestamp() * 1000):x}"
    request = CarrierRequest(
        key=key,
        reference=f"order/{order.id}",
        service="",
        currency=order.currency,
        parcels=tuple(Parcel(package.sscc, package.size()) for package in packages),
        sender=sender_of(table.place(first.location_id)),
        recipient=order.address(),
    )
    package_ids = tuple(sorted(package.id for package in packages))
    call = CarrierCall(QUOTE, carrier, request, package_ids=package_ids)
    unit.request(Intent(f"{key}/{carrier}", CARRIER_CALL, msgspec.Raw(msgspec.json.encode(call))))
