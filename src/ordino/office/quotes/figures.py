"""What a quote comes to, part by part: read from what placing it would book, at the prices that it names."""

from ordino.engine import SYSTEM, Completed, Engine
from ordino.network.queries import list_channels
from ordino.office.new_order.figures import Figures, figures
from ordino.office.new_order.sheet import SheetLine
from ordino.quotes.queries import RevisionView


def figures_of_quote(engine: Engine, revision: RevisionView) -> Figures | None:
    """None where it could not be placed any more, or would come to something else than was offered."""
    order = revision.order
    with engine.reader() as reader:
        channel = next((one for one in list_channels(reader) if one.code == order.channel), None)
    outcome = engine.preview([order], actor=SYSTEM)[0]
    if channel is None or not isinstance(outcome, Completed):
        return None
    lines = [SheetLine(number, line.sku, "", "") for number, line in enumerate(order.lines, 1)]
    found = figures(order, lines, outcome, tax_inside=channel.prices_include_tax)
    return found if found.total_minor == revision.total_minor else None
