"""`ordino ship`: packages leave, with labels, slips and manifests."""

from pathlib import Path
from typing import Annotated

import typer

from ordino.adapters.documents.label import labels_as_pdf, labels_as_zpl
from ordino.adapters.documents.manifest import manifest_as_pdf
from ordino.adapters.documents.packing_slip import packing_slips_as_pdf
from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, messages, print_json, refuse, stop_with, write_file
from ordino.cli.session import open_engine
from ordino.cli.shipment_pages import print_shipment, print_shipments, said_of
from ordino.delivery import queries
from ordino.delivery.commands import (
    AskRates,
    CloseManifest,
    CreateShipment,
    HandOverShipment,
    LabelShipment,
    ManifestResult,
    RatesAsked,
    ShipPackages,
    VoidShipment,
)
from ordino.delivery.lifecycle import SHIPMENT
from ordino.engine import Window
from ordino.kernel.problems import NotFound

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Shipment = Annotated[int, typer.Argument(help="The shipment's number.", show_default=False)]
Packages = Annotated[list[int], typer.Argument(help="The packages' numbers.", show_default=False)]
Carrier = Annotated[str, typer.Option(help="Only this carrier; the best of all without it.")]
Service = Annotated[str, typer.Option(help="Only this service.")]
Target = Annotated[Path, typer.Option("--output", "-o", help="The file to write.", show_default=False)]


@app.callback()
def ship() -> None:
    """Let packages leave: choose a service, label, hand over, list on a manifest.

    Without a carrier the cheapest service that keeps the promise is taken; `show` says why. Every command that changes
    something has `--preview` and `--json`.
    """


@app.command("list")
def list_command(
    state: Annotated[list[str] | None, typer.Option(help="Only these states; may be repeated.")] = None,
    order: Annotated[int | None, typer.Option(help="Only this order.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Only this location.")] = None,
    carrier: Annotated[str | None, typer.Option(help="Only this carrier.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 50,
    as_json: Json = False,
) -> None:
    """List shipments, the newest first.

    - `ordino ship list --state failed_attempt`
    """
    if unknown := set(state or ()) - set(SHIPMENT.states):
        stop_with("Not understood", f"{', '.join(sorted(unknown))}: known are {', '.join(SHIPMENT.states)}.")
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = queries.list_shipments(
            reader,
            states=state or SHIPMENT.states,
            order_id=order,
            location=at,
            carrier=carrier,
            window=Window(limit),
        )
    if as_json:
        print_json(rows)
    elif rows:
        print_shipments(rows)
    else:
        messages.print("There is no such shipment.")


@app.command()
def show(
    shipment: Annotated[str, typer.Argument(help="Its number or tracking number.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Show a shipment: what it holds, its way so far, and why it goes the way it goes.

    - `ordino ship show OD00000000128`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        key = queries.shipment_named(reader, shipment)
        view = None if key is None else queries.shipment(reader, key)
    if view is None:
        refuse(NotFound(what="shipment", reference=shipment), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_shipment(view)


@app.command()
def packages(
    packages: Packages, carrier: Carrier = "", service: Service = "", preview: Preview = False, as_json: Json = False
) -> None:
    """Ship packages at once: create the shipment, label it, hand it over.

    - `ordino ship packages 12 13 --preview`
    """
    command = ShipPackages(package_ids=tuple(packages), carrier=carrier, service=service)
    ask([command], said_of, preview=preview, as_json=as_json)


@app.command()
def fulfillment(
    numbers: Annotated[list[int], typer.Argument(help="The fulfillment orders' numbers.", show_default=False)],
    carrier: Carrier = "",
    service: Service = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Ship everything that stands packed in fulfillment orders, a shipment each.

    - `ordino ship fulfillment 7 8 9`
    """
    commands = [ShipPackages(fulfillment_order_id=number, carrier=carrier, service=service) for number in numbers]
    ask(commands, said_of, preview=preview, as_json=as_json)


@app.command()
def create(
    packages: Packages, carrier: Carrier = "", service: Service = "", preview: Preview = False, as_json: Json = False
) -> None:
    """Create a shipment of packages; nothing leaves yet.

    - `ordino ship create 12 13 --carrier POST`
    """
    command = CreateShipment(package_ids=tuple(packages), carrier=carrier, service=service)
    ask([command], said_of, preview=preview, as_json=as_json)


@app.command()
def rates(packages: Packages, preview: Preview = False, as_json: Json = False) -> None:
    """Ask carriers outside what they would take for packages; a shipment made of them weighs the answers.

    - `ordino ship rates 12`
    """
    ask([AskRates(package_ids=tuple(packages))], _asked, preview=preview, as_json=as_json)


@app.command()
def track(
    shipment: Shipment,
    number: Annotated[str, typer.Option(help="The number of a label bought elsewhere.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give a shipment its tracking number, so that its label can be printed; of a carrier outside the label is bought.

    - `ordino ship track 12`
    """
    ask([LabelShipment(shipment_id=shipment, tracking_number=number)], said_of, preview=preview, as_json=as_json)


@app.command()
def label(
    shipments: Annotated[list[int], typer.Argument(help="The shipments' numbers.", show_default=False)],
    output: Target,
    zpl: Annotated[
        bool, typer.Option("--zpl/--pdf", help="For a label printer, or a page of A6 for each parcel.")
    ] = False,
) -> None:
    """Write the labels of shipments that have a tracking number, one for each parcel; one that was bought as its carrier made it.

    - `ordino ship label 12 --pdf -o label.pdf`
    - `ordino ship label 12 13 --zpl -o labels.zpl`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        bought = {key: found for key in shipments if (found := queries.bought_label(reader, shipment_id=key))}
        labels = queries.labels_of(reader, shipments) if not bought else []
    if bought and (zpl or len(shipments) > 1):
        stop_with(
            "Not possible", f"The label of shipment {min(bought)} is its carrier's own: write it alone, as it is."
        )
    for one in bought.values():
        write_file(output, one.document)
        return
    if missing := sorted(set(shipments) - {row.shipment_id for row in labels}):
        refuse(NotFound(what="labeled shipment", reference=str(missing[0])))
    write_file(output, labels_as_zpl(labels).encode() if zpl else labels_as_pdf(labels))


@app.command()
def slip(
    shipments: Annotated[list[int], typer.Argument(help="The shipments' numbers.", show_default=False)],
    output: Target,
) -> None:
    """Write the packing slips of shipments as PDF.

    - `ordino ship slip 12 -o slip.pdf`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        slips = queries.packing_slips_of(reader, shipments)
    if missing := sorted(set(shipments) - {row.shipment_id for row in slips}):
        refuse(NotFound(what="shipment", reference=str(missing[0])))
    write_file(output, packing_slips_as_pdf(slips))


@app.command()
def hand_over(
    shipments: Annotated[list[int], typer.Argument(help="The shipments' numbers.", show_default=False)],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Hand labeled shipments to their carriers: the goods leave.

    - `ordino ship hand-over 12 13`
    """
    commands = [HandOverShipment(shipment_id=shipment) for shipment in shipments]
    ask(commands, said_of, preview=preview, as_json=as_json)


@app.command()
def void(
    shipment: Shipment,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Call a shipment off that has not left; its packages stand packed again.

    - `ordino ship void 12 --reason "wrong box"`
    """
    ask([VoidShipment(shipment_id=shipment, reason=reason)], said_of, preview=preview, as_json=as_json)


@app.command()
def close_manifest(
    location: Annotated[str, typer.Argument(help="The location's code.", show_default=False)],
    carrier: Annotated[str, typer.Argument(help="The carrier's code.", show_default=False)],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """List what a carrier took over at a location since the manifest before.

    - `ordino ship close-manifest LON POST`
    """
    command = CloseManifest(location=location, carrier=carrier)
    ask([command], _listed, preview=preview, as_json=as_json)


@app.command()
def manifest(
    number: Annotated[int, typer.Argument(help="The manifest's number.", show_default=False)], output: Target
) -> None:
    """Write a manifest as PDF, for the driver to sign.

    - `ordino ship manifest 3 -o manifest.pdf`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        found = queries.manifest(reader, number)
    if found is None:
        refuse(NotFound(what="manifest", reference=str(number)))
    write_file(output, manifest_as_pdf(found))


def _asked(result: RatesAsked) -> str:
    return f"Asked: {', '.join(result.carriers)}." if result.carriers else "There is no carrier outside to ask."


def _listed(result: ManifestResult) -> str:
    return f"Manifest {result.manifest_id} lists {result.shipments} shipments."
