"""How orders are sourced: the split limit, what parcels cost, and how a sample order would be sourced under the rules."""

from collections.abc import Mapping

import msgspec

from ordino.kernel.messages import Command
from ordino.office.actions import Booked, Field
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.settings.rows import SourcingSetting, locations, sourcing_rules
from ordino.office.settings.sections import CHANNEL_OR_OTHERS, EVERY_OTHER, Section, text_of
from ordino.office.texts import _, in_words
from ordino.sourcing.commands import LocationCost, SetSourcingRules, SourcingRulesSet
from ordino.sourcing.decide.costs import COSTS
from ordino.sourcing.decide.rows import Candidate, CostSetting, Plan

_COST, _FROM = "cost-", "from-"
_TOLD: Mapping[str, str] = {
    "distance": _("Each kilometer from location to customer costs"),
    "capacity": _("A parcel from a location that is full today costs"),
    "stock_age": _("Each unit costs for each day its stock is younger than 90 days"),
}


def _fields(row: SourcingSetting | None) -> list[Field]:
    costs = {one.name: one.amount_minor for one in _costs(row)}
    froms = {one.location: one.amount_minor for one in _location_costs(row)}
    with office_engine().reader() as reader:
        places = [place.code for place in locations(reader) if place.active and place.fulfills]
    return [
        Field("channel", CHANNEL_OR_OTHERS, required=False, value=row.channel if row else ""),
        Field("max_parcels", _("Parcels at most"), "number", value=str(row.max_parcels if row else 3)),
        Field("extra_parcel_cost_minor", _("What one more parcel costs, in the smallest unit"), "number",
              value=str(row.extra_parcel_cost_minor if row else 0)),
        *(Field(f"{_COST}{name}", _TOLD.get(name, in_words(name)), "number", False, str(costs.get(name, 0)))
          for name in COSTS),
        *(Field(f"{_FROM}{code}", _("A parcel from %(location)s costs") % {"location": code}, "number", False,
                str(froms.get(code, 0))) for code in (*places, *sorted(froms.keys() - set(places)))),
        Field("default_transit_days", _("Days on the way where no rate says"), "number", False,
              text_of(row.default_transit_days if row else None)),
        Field("sample_order_id", _("Show how this order would be sourced, by its number"), "number", False),
    ]  # fmt: skip


def _costs(row: SourcingSetting | None) -> tuple[CostSetting, ...]:
    return msgspec.json.decode(row.costs, type=tuple[CostSetting, ...]) if row else ()


def _location_costs(row: SourcingSetting | None) -> tuple[LocationCost, ...]:
    return msgspec.json.decode(row.location_costs, type=tuple[LocationCost, ...]) if row else ()


def _command(form: Form) -> Command:
    """What is left at nothing is no cost. The sample is looked at only, so it is no part of what is kept."""
    costs = {name: form.number_or_none(name) or 0 for name in form.names() if name.startswith((_COST, _FROM))}
    return SetSourcingRules(
        channel=form.text("channel") or None,
        max_parcels=form.number("max_parcels"),
        extra_parcel_cost_minor=form.number_or_none("extra_parcel_cost_minor") or 0,
        default_transit_days=form.number_or_none("default_transit_days"),
        costs=tuple(CostSetting(name.removeprefix(_COST), minor) for name, minor in costs.items()
                    if minor and name.startswith(_COST)),
        location_costs=tuple(LocationCost(name.removeprefix(_FROM), minor) for name, minor in costs.items()
                             if minor and name.startswith(_FROM)),
        sample_order_id=form.number_or_none("sample_order_id") if "preview" in form else None,
    )  # fmt: skip


def _booked(row: SourcingSetting | None, result: SourcingRulesSet) -> list[Booked]:
    """The ways that were weighed for the sample order, the chosen one first, each with what it costs and why it is or is not it."""
    plan = result.sample
    if plan is None:
        return []
    ways = [_way(way, plan) for way in plan.candidates]
    waiting = sum(row.quantity for row in plan.backorders)
    return [*ways, *([Booked(_("Units that wait"), str(waiting), str(waiting))] if waiting or not ways else [])]


def _way(way: Candidate, plan: Plan) -> Booked:
    reasons = plan.reasons if way.verdict == "chosen" else ()
    why = ", ".join(in_words(word) for word in (way.verdict, *reasons))
    costs = ", ".join(f"{in_words(cost.name)} {cost.cost_minor}" for cost in way.costs)
    said = f"{why}: {way.cost_minor}" + (f" ({costs})" if costs else "")
    return Booked(" + ".join(way.locations) or in_words("none"), said, said)


def _cells(row: SourcingSetting) -> list[str]:
    named = [f"{in_words(cost.name)} {cost.amount_minor}" for cost in _costs(row)]
    named += [f"{cost.location} {cost.amount_minor}" for cost in _location_costs(row)]
    return [row.channel or EVERY_OTHER, str(row.max_parcels), str(row.extra_parcel_cost_minor), ", ".join(named),
            text_of(row.default_transit_days)]  # fmt: skip


SOURCING_SECTION = Section(
    "sourcing", _("Sourcing rules"),
    _("How many parcels an order may become, and what makes one location dearer than another, in the smallest unit."),
    _("Keep rules"), SetSourcingRules,
    (_("Channel"), _("Parcels at most"), _("One more parcel"), _("Costs"), _("Days on the way")),
    sourcing_rules, _cells, _fields, read_form=_command, booked=_booked,
)  # fmt: skip
