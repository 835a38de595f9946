"""What may come back, and who has to agree to refunds."""

import json
from decimal import Decimal
from typing import get_args

from django.utils.translation import ngettext

from ordino.office.actions import Field
from ordino.office.settings.rows import (
    RefundLimit,
    ReturnSetting,
    refund_limits,
    return_policies,
)
from ordino.office.settings.sections import CHANNEL_OR_OTHERS, EVERY_OTHER, YES_NO, Section, text_of, yes_no
from ordino.office.texts import _, in_words
from ordino.payments.commands import SetPaymentPolicy
from ordino.returns.commands import SetReturnPolicy
from ordino.returns.rows import PaidBy, RefundTo


def _return_fields(row: ReturnSetting | None) -> list[Field]:
    now = row or ReturnSetting("", 30, 30, Decimal(0), "customer", False, "[]", "[]", False, True, "original")
    return [
        Field("channel", CHANNEL_OR_OTHERS, required=False, value=now.channel),
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
    return [row.channel or EVERY_OTHER, days, fee, in_words(row.shipping_paid_by), in_words(row.refund_to)]


def _limit_fields(row: RefundLimit | None) -> list[Field]:
    return [
        Field("channel", CHANNEL_OR_OTHERS, required=False, value=row.channel if row else ""),
        Field("approve_refunds_above_minor", _("Refunds above this wait, in the smallest unit; empty for none"), "number",
              False, text_of(row.approve_refunds_above_minor if row else None)),
    ]  # fmt: skip


POLICY_SECTIONS = (
    Section(
        "returns", _("Return policy"), _("Until when goods may come back, and who pays for it."), _("Keep policy"), SetReturnPolicy,
        (_("Channel"), _("Window"), _("Fee"), _("Postage paid by"), _("Refund to")), return_policies, _return_cells, _return_fields,
        frozenset({"not_returnable_skus", "not_returnable_categories"}),
        frozenset({"channel", "window_days", "not_returnable_skus", "not_returnable_categories"}),
    ),
    Section(
        "refunds", _("Refund limits"), _("Above which amount a refund waits for somebody who may approve refunds."),
        _("Keep limit"), SetPaymentPolicy, (_("Channel"), _("Above, in the smallest unit")), refund_limits,
        lambda row: [row.channel or EVERY_OTHER, text_of(row.approve_refunds_above_minor) or _("no limit")],
        _limit_fields, emptied=frozenset({"channel", "approve_refunds_above_minor"}),
    ),
)  # fmt: skip
