"""`ordino purchase show`, `list`, `suppliers`, `items` and `invoices`: looking at what is bought."""

from typing import Annotated

import typer

from ordino.cli.output import Json, print_json, refuse, stop_with
from ordino.cli.purchase_pages import (
    print_invoices,
    print_items,
    print_purchase_order,
    print_purchase_orders,
    print_suppliers,
)
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.problems import NotFound
from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE
from ordino.procurement.queries import (
    items_of,
    list_purchase_orders,
    list_supplier_invoices,
    list_suppliers,
    show_purchase_order,
)

Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")]


def show(
    number: Annotated[int, typer.Argument(help="The purchase order's number.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Show one purchase order: its lines, what arrived, what was invoiced.

    - `ordino purchase show 12`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = show_purchase_order(reader, number)
    if view is None:
        refuse(NotFound(what="purchase order", reference=str(number)), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_purchase_order(view)


def list_command(
    state: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(PURCHASE_ORDER.states)}.")] = None,
    supplier: Annotated[str | None, typer.Option(help="Only this supplier's.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """List purchase orders, the newest first.

    - `ordino purchase list --state sent --state acknowledged`
    """
    states = _states(state, PURCHASE_ORDER.states)
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_purchase_orders(reader, states=states, supplier=supplier, window=Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_purchase_orders(rows)


def suppliers(limit: Limit = 100, as_json: Json = False) -> None:
    """List suppliers.

    - `ordino purchase suppliers`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_suppliers(reader, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_suppliers(rows)


def items(
    supplier: Annotated[str, typer.Argument(help="The supplier's code.", show_default=False)], as_json: Json = False
) -> None:
    """List what a supplier sells.

    - `ordino purchase items ACME`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = items_of(reader, supplier)
    if as_json:
        print_json(rows)
    else:
        print_items(rows)


def invoices(
    state: Annotated[
        list[str] | None, typer.Option(help=f"One or more of {', '.join(SUPPLIER_INVOICE.states)}.")
    ] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """List suppliers' invoices, those that are due first before the others.

    - `ordino purchase invoices --state variance_hold`
    """
    states = _states(state, SUPPLIER_INVOICE.states)
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_supplier_invoices(reader, states=states, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_invoices(rows)


def _states(wanted: list[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    unknown = set(wanted or ()) - set(known)
    if unknown:
        stop_with("There is no such state", f"{', '.join(sorted(unknown))}; the states are {', '.join(known)}.")
    return tuple(wanted) if wanted else known
