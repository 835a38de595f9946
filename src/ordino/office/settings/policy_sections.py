"""How orders are sourced, what may come back, and who has to agree to refunds."""

import json
from decimal import Decimal
from typing import get_args

import msgspec

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
from ordino.payments.commands import SetPaymentPolicy
from ordino.returns.commands import SetReturnPolicy
from ordino.returns.rows import PaidBy, RefundTo
from ordino.sourcing.commands import LocationCost, SetSourcingRules
from ordino.sourcing.decide.rows import CostSetting

_EVERY_OTHER = "all others"
_CHANNEL = "Channel, empty for all others"


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
        Field("max_parcels", "Parcels at most", "number", value=str(row.max_parcels if row else 3)),
        Field("extra_parcel_cost_minor", "What one more parcel costs, in the smallest unit", "number",
              value=str(row.extra_parcel_cost_minor if row else 0)),
        Field("default_transit_days", "Days on the way where no rate says", "number", False,
              text_of(row.default_transit_days if row else None)),
        Field("costs", "", "hidden", value=row.costs if row else "[]"),
        Field("location_costs", "", "hidden", value=row.location_costs if row else "[]"),
    ]  # fmt: skip


def _return_fields(row: ReturnSetting | None) -> list[Field]:
    now = row or ReturnSetting("", 30, 30, Decimal(0), "customer", False, "[]", "[]", False, True, "original")
    return [
        Field("channel", _CHANNEL, required=False, value=now.channel),
        Field("window_days", "Days after delivery, empty for no limit", "number", False, text_of(now.window_days)),
        Field("expected_days", "Days until it must have come", "number", value=str(now.expected_days)),
        Field("restocking_fee_percent", "Fee in percent", value=f"{now.restocking_fee_percent.normalize():f}"),
        Field("shipping_paid_by", "Postage is paid by", value=now.shipping_paid_by, choices=get_args(PaidBy)),
        Field("refund_shipping", "Shipping is given back", value=yes_no(now.refund_shipping), choices=YES_NO),
        Field("refund_to", "Refund to", value=now.refund_to, choices=get_args(RefundTo)),
        Field("approve_automatically", "Approved by itself", value=yes_no(now.approve_automatically), choices=YES_NO),
        Field("needs_inspection", "Is inspected", value=yes_no(now.needs_inspection), choices=YES_NO),
        Field("not_returnable_skus", "SKUs that stay", required=False, value=_joined(now.not_returnable_skus)),
        Field("not_returnable_categories", "Categories that stay", required=False,
              value=_joined(now.not_returnable_categories)),
    ]  # fmt: skip


def _joined(listed: str) -> str:
    return ", ".join(json.loads(listed))


def _return_cells(row: ReturnSetting) -> list[str]:
    days = "no limit" if row.window_days is None else f"{row.window_days} days"
    fee = f"{row.restocking_fee_percent.normalize():f} %"
    return [row.channel or _EVERY_OTHER, days, fee, row.shipping_paid_by, row.refund_to.replace("_", " ")]


def _limit_fields(row: RefundLimit | None) -> list[Field]:
    return [
        Field("channel", _CHANNEL, required=False, value=row.channel if row else ""),
        Field("approve_refunds_above_minor", "Refunds above this wait, in the smallest unit; empty for none", "number",
              False, text_of(row.approve_refunds_above_minor if row else None)),
    ]  # fmt: skip


POLICY_SECTIONS = (
    Section(
        "sourcing", "Sourcing rules", "How many parcels an order may become, and what one more costs.", "Keep rules",
        SetSourcingRules, ("Channel", "Parcels at most", "One more parcel", "Days on the way"), sourcing_rules,
        lambda row: [row.channel or _EVERY_OTHER, str(row.max_parcels), str(row.extra_parcel_cost_minor),
                     text_of(row.default_transit_days)],
        _sourcing_fields, emptied=frozenset({"channel", "default_transit_days"}), typed=SourcingForm, wrapped=_sourcing_command,
    ),
    Section(
        "returns", "Return policy", "Until when goods may come back, and who pays for it.", "Keep policy", SetReturnPolicy,
        ("Channel", "Window", "Fee", "Postage paid by", "Refund to"), return_policies, _return_cells, _return_fields,
        frozenset({"not_returnable_skus", "not_returnable_categories"}),
        frozenset({"channel", "window_days", "not_returnable_skus", "not_returnable_categories"}),
    ),
    Section(
        "refunds", "Refund limits", "Above which amount a refund waits for somebody who may approve refunds.", "Keep limit",
        SetPaymentPolicy, ("Channel", "Above, in the smallest unit"), refund_limits,
        lambda row: [row.channel or _EVERY_OTHER, text_of(row.approve_refunds_above_minor) or "no limit"],
        _limit_fields, emptied=frozenset({"channel", "approve_refunds_above_minor"}),
    ),
)  # fmt: skip
