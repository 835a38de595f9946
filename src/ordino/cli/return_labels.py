"""`ordino return label`: what is stuck on a parcel that comes back."""

from pathlib import Path
from typing import Annotated

import typer

from ordino.adapters.documents.label import labels_as_pdf, labels_as_zpl
from ordino.cli.output import refuse, write_file
from ordino.cli.session import open_engine
from ordino.kernel.problems import NotFound
from ordino.returns.queries import return_label


def label(
    number: Annotated[int, typer.Argument(help="The return's number.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", show_default=False)],
    zpl: Annotated[bool, typer.Option("--zpl/--pdf", help="For a label printer, or a page of A6.")] = False,
) -> None:
    """Write the label for the parcel of an approved return, with its number as a bar code.

    - `ordino return label 12 -o return.pdf`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        found = return_label(reader, number)
    if found is None:
        refuse(NotFound(what="return that waits for its goods", reference=str(number)))
    write_file(output, labels_as_zpl([found]).encode() if zpl else labels_as_pdf([found]))
