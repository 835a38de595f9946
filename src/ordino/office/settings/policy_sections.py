"""How orders are sourced, what may come back, and who has to agree to refunds."""

import json
from decimal import Decimal
from typing import get_args

import msgspec
from django.utils.translation import ngettext

from ordino.kernel.messages import Command, Record
from ordino.office.actions import Field
from ordino.office.settings.rows import (
    RefundLimit,
    ReturnSetting,
    SourcingSetting,
    refund_limits,
    return_policies,
    sourcing_rules,
)
from ordino.office.settings.sections import YES_NO, Section, text_of, yes_no
from ordino.office.texts import _, in_words
from ordino.payments.commands import SetPaymentPolicy
from ordino.returns.commands import SetReturnPolicy
from ordino.returns.rows import PaidBy, RefundTo
from ordino.sourcing.commands import LocationCost, SetSourcingRules
from ordino.sourcing.decide.rows import CostSetting

_EVERY_OTHER = _("all others")
_CHANNEL = _("Channel, empty for all others")


class SourcingForm(Record, frozen=True, kw_only=True):
    """What the form of sourcing rules holds; costs are kept as they were."""

    channel: str | None = None
    max_parcels: int
    extra_parcel_cost_minor: int = 0
    default_transit_days: int | None = None
    costs: str = "[]"
    location_costs: str = "[]"


def _sourcing_command(form: SourcingForm) -> Command:
    return SetSourcingRules(
        channel=form.channel,
        max_parcels=form.max_parcels,
        extra_parcel_cost_minor=form.extra_parcel_cost_minor,
        default_transit_days=form.default_transit_days,
        costs=msgspec.json.decode(form.costs, type=tuple[CostSetting, ...]),
        location_costs=msgspec.json.decode(form.location_costs, type=tuple[LocationCost, ...]),
    )


def _sourcing_fields(row: SourcingSetting | None) -> list[Field]:
    return [
        Field("channel", _CHANNEL, required=False, value=row.channel if row else ""),
        Field("max_parcels", _("Parcels at most"), "number", value=str(row.max_parcels if row else 3)),
        Field("extra_parcel_cost_minor", _("What one more parcel costs, in the smallest unit"), "number",
              value=str(row.extra_parcel_cost_minor if row else 0)),
        Field("default_transit_days", _("Days on the way where no rate says"), "number", False,
              text_of(row.default_transit_days if row else None)),
        Field("costs", "", "hidden", value=row.costs if row else "[]"),
        Field("location_costs", "", "hidden", value=row.location_costs if row else "[]"),
    ]  # fmt: skip


def _return_fields(row: ReturnSetting | None) -> list[Field]:
    now = row or ReturnSetting("", 30, 30, Decimal(0), "customer", False, "[]", "[]", False, True, "original")
    return [
        Field("channel", _CHANNEL, required=False, value=now.channel),
        Field("window_days", _("Days after delivery, empty for no limit"), "number", False, text_of(now.window_days)),
        Field("expected_days", _("Days until it must have come"), "number", value=str(now.expected_days)),
        Field("restocking_fee_percent", _("Fee in percent"), "decimal", value=f"{now.restocking_fee_percent.normalize():f}"),
        Field("shipping_paid_by", _("Postage is paid by"), value=now.shipping_paid_by, choices=get_args(PaidBy)),
        Field("refund_shipping", _("Shipping is given back"), value=yes_no(now.refund_shipping), choices=YES_NO),
        Field("refund_to", _("Refund to"), value=now.refund_to, choices=get_args(RefundTo)),
        Field("approve_automatically", _("Approved by itself"), value=yes_no(now.approve_automatically), choices=YES_NO),
        Field("needs_inspection", _("Is inspected"), value=yes_no(now.needs_inspection), choices=YES_NO),
        Field("not_returnable_skus", _("SKUs that stay"), required=False, value=_joined(now.not_returnable_skus)),
        Field("not_returnable_categories", _("Categories that stay"), required=False,
              value=_joined(now.not_returnable_categories)),
    ]  # fmt: skip


def _joined(listed: str) -> str:
    return ", ".join(json.loads(listed))


def _return_cells(row: ReturnSetting) -> list[str]:
    days = (
        _("no limit")
        if row.window_days is None
        else ngettext("%(days)s day", "%(days)s days", row.window_days) % {"days": row.window_days}
    )
    fee = f"{row.restocking_fee_percent.normalize():f} %"
    return [row.channel or _EVERY_OTHER, days, fee, in_words(row.shipping_paid_by), in_words(row.refund_to)]


def _limit_fields(row: RefundLimit | None) -> list[Field]:
    return [
        Field("channel", _CHANNEL, required=False, value=row.channel if row else ""),
        Field("approve_refunds_above_minor", _("Refunds above this wait, in the smallest unit; empty for none"), "number",
              False, text_of(row.approve_refunds_above_minor if row else None)),
    ]  # fmt: skip


POLICY_SECTIONS = (
    Section(
        "sourcing", _("Sourcing rules"), _("How many parcels an order may become, and what one more costs."), _("Keep rules"),
        SetSourcingRules, (_("Channel"), _("Parcels at most"), _("One more parcel"), _("Days on the way")), sourcing_rules,
        lambda row: [row.channel or _EVERY_OTHER, str(row.max_parcels), str(row.extra_parcel_cost_minor),
                     text_of(row.default_transit_days)],
        _sourcing_fields, emptied=frozenset({"channel", "default_transit_days"}), typed=SourcingForm, wrapped=_sourcing_command,
    ),
    Section(
        "returns", _("Return policy"), _("Until when goods may come back, and who pays for it."), _("Keep policy"), SetReturnPolicy,
        (_("Channel"), _("Window"), _("Fee"), _("Postage paid by"), _("Refund to")), return_policies, _return_cells, _return_fields,
        frozenset({"not_returnable_skus", "not_returnable_categories"}),
        frozenset({"channel", "window_days", "not_returnable_skus", "not_returnable_categories"}),
    ),
    Section(
        "refunds", _("Refund limits"), _("Above which amount a refund waits for somebody who may approve refunds."),
        _("Keep limit"), SetPaymentPolicy, (_("Channel"), _("Above, in the smallest unit")), refund_limits,
        lambda row: [row.channel or _EVERY_OTHER, text_of(row.approve_refunds_above_minor) or _("no limit")],
        _limit_fields, emptied=frozenset({"channel", "approve_refunds_above_minor"}),
    ),
)  # fmt: skip
