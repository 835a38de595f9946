"""`ordino deliver`: how shipments end, and services that need none."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.output import Json
from ordino.cli.shipment_pages import said_of
from ordino.delivery.commands import (
    Bucket,
    ConfirmDelivery,
    Decided,
    Performed,
    PerformServices,
    Proof,
    ReceiveReturnedShipment,
    ReportLost,
    ReturnToSender,
    ServiceUnits,
    SettleLostShipment,
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Shipment = Annotated[int, typer.Argument(help="The shipment's number.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.callback()
def deliver() -> None:
    """Say how shipments end: delivered with a proof, collected, lost, sent back, received again; and services performed.

    Every command has `--preview` and `--json`.
    """


@app.command()
def confirm(
    shipment: Shipment,
    signed_by: Annotated[str, typer.Option(help="Who signed.")] = "",
    photo: Annotated[str, typer.Option(help="The reference of a photo.")] = "",
    collected: Annotated[bool, typer.Option("--collected", help="The customer collected it.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Confirm that a shipment has arrived: signed for, on a photo, collected, or left at the door.

    - `ordino deliver confirm 12 --signed-by "A. Byron"`
    - `ordino deliver confirm 13 --collected`
    """
    how: Proof = "collected" if collected else "signature" if signed_by else "photo" if photo else "left"
    command = ConfirmDelivery(shipment_id=shipment, how=how, signed_by=signed_by, photo=photo)
    ask([command], said_of, preview=preview, as_json=as_json)


@app.command()
def lost(shipment: Shipment, reason: Reason = "", preview: Preview = False, as_json: Json = False) -> None:
    """Give a shipment up; its units are written off.

    - `ordino deliver lost 12 --reason "no scan for 14 days"`
    """
    ask([ReportLost(shipment_id=shipment, reason=reason)], said_of, preview=preview, as_json=as_json)


@app.command()
def settle(
    shipment: Shipment,
    decision: Annotated[Decided, typer.Option(help="Refund the units, send them again for nothing, or leave it.")],
    charge: Annotated[list[int] | None, typer.Option(help="A charge of the order that is refunded, too.")] = None,
    note: Annotated[str, typer.Option(help="What was agreed.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Decide what becomes of a shipment that never arrived; its order can end then.

    - `ordino deliver settle 12 --decision refund --note "claim 77"`
    """
    command = SettleLostShipment(shipment_id=shipment, decision=decision, charges=tuple(charge or ()), note=note)
    ask([command], said_of, preview=preview, as_json=as_json)


@app.command()
def sent_back(shipment: Shipment, reason: Reason = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that a shipment comes back undelivered.

    - `ordino deliver sent-back 12 --reason "address unknown"`
    """
    ask([ReturnToSender(shipment_id=shipment, reason=reason)], said_of, preview=preview, as_json=as_json)


@app.command()
def take_back(
    shipment: Shipment,
    bucket: Annotated[Bucket, typer.Option(help="Where its units stand from now on.")] = "available",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take in what came back undelivered, or was found again.

    - `ordino deliver take-back 12 --bucket quality`
    """
    ask([ReceiveReturnedShipment(shipment_id=shipment, bucket=bucket)], said_of, preview=preview, as_json=as_json)


@app.command()
def services(
    order: Annotated[int, typer.Argument(help="The order's number.", show_default=False)],
    lines: Annotated[list[str] | None, typer.Argument(help="LINE:QUANTITY; all that are open without any.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say that services of an order were performed.

    - `ordino deliver services 10482`
    - `ordino deliver services 10482 2:1`
    """
    ask(
        [PerformServices(order_id=order, lines=tuple(map(_units, lines or ())))],
        _performed,
        preview=preview,
        as_json=as_json,
    )


def _units(text: str) -> ServiceUnits:
    number, quantity = read_pair(text, "a line and a quantity, like 2:1")
    return ServiceUnits(number, read_number(quantity, "a quantity"))


def _performed(result: Performed) -> str:
    return f"{result.quantity} units of services of order {result.order_id} were performed."
