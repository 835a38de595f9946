"""Set tax rates; only what differs is written."""

from collections import Counter
from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable
from ordino.network.commands import AcceptedTaxRates, SetTaxRates
from ordino.network.decide.set_tax_rates import TaxRateKey, given_tax_rates, tax_rate_key
from ordino.network.decide.tax import TaxRateRow
from ordino.network.events import TaxRatesSet
from ordino.network.queries import SQL


@handles(SetTaxRates)
def set_tax_rates(unit: Unit, commands: Sequence[SetTaxRates]) -> list[Decision]:
    """Decide each command on what the earlier ones of the batch left, then write the difference."""
    return decide_storable(commands, lambda storable: _set(unit, storable))


def _set(unit: Unit, commands: Sequence[SetTaxRates]) -> list[Decision]:
    entries = [entry for command in commands for entry in command.rates]
    known = unit.fetch(
        SQL.select_tax_rates,
        TaxRateRow,
        countries=sorted({entry.country for entry in entries}),
        regions=sorted({entry.region for entry in entries}),
    )
    rates = {tax_rate_key(row): row for row in known}
    changed: dict[TaxRateKey, TaxRateRow] = {}
    decisions = [_decide(command, rates, changed) for command in commands]
    unit.write(SQL.upsert_tax_rates, [changed[key] for key in sorted(changed)])
    return decisions


def _decide(
    command: SetTaxRates, rates: dict[TaxRateKey, TaxRateRow], changed: dict[TaxRateKey, TaxRateRow]
) -> Decision:
    rows = given_tax_rates(command)
    if isinstance(rows, Problem):
        return Refused(rows)
    different = {tax_rate_key(row): row for row in rows if rates.get(tax_rate_key(row)) != row}
    rates.update(different)
    changed.update(different)
    result = AcceptedTaxRates(changed=len(different))
    if not different:
        return Known(result)
    counts = Counter(row.country for row in different.values())
    events = [
        StreamEvent(f"tax/{country}", TaxRatesSet(country=country, changed=counts[country]))
        for country in sorted(counts)
    ]
    return Done(result, tuple(events))
