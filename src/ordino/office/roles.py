"""Roles with sensible defaults: what each may do. A person's roles are the Django groups of the same names."""

from collections.abc import Iterable

from ordino.office.texts import _, in_words

READ = frozenset({"office.read"})
AUDIT = frozenset({"office.audit"})
SETTINGS = frozenset({"office.settings"})
NOTES = frozenset({"notes.*"})
_CONTEXTS = ("orders", "sourcing", "fulfillment", "delivery", "payments", "billing", "returns", "inventory")
_FURTHER = (
    "fraud",
    "exceptions",
    "parties",
    "procurement",
    "quotes",
    "notifications",
    "webhooks",
    "stored_value",
    "catalog",
)

_OF_THE_OFFICE = {
    "office.read": _("look at all pages"),
    "office.audit": _("see who did what, and the audit"),
    "office.settings": _("open the settings"),
}


def _all_of(*contexts: str) -> frozenset[str]:
    return frozenset(f"{context}.*" for context in contexts)


ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset({"*"}),
    "order manager": READ | AUDIT | SETTINGS | NOTES | _all_of(*_CONTEXTS, *_FURTHER),
    "service agent": READ
    | NOTES
    | _all_of("exceptions", "quotes")
    | {
        "orders.give_discount:10",
        "orders.draft_order",
        "orders.revise_draft",
        "orders.place_draft",
        "orders.place_order",
        "orders.change_order",
        "orders.cancel_order",
        "orders.hold_order",
        "orders.release_hold",
        "orders.assign_hold",
        "orders.split_order",
        "orders.merge_orders",
        "parties.register_customer",
        "parties.give_consent",
        "parties.withdraw_consent",
        "returns.request_return",
        "returns.approve_return",
        "returns.decline_return",
        "returns.cancel_return",
        "returns.mark_return_in_transit",
        "returns.receive_return",
        "returns.inspect_return",
        "returns.refund_return",
        "returns.exchange_return",
        "returns.settle_exchange",
        "returns.replace_return",
        "returns.close_return",
        "payments.refund_order",
        "delivery.report_lost",
        "delivery.confirm_delivery",
    },
    "warehouse": READ
    | NOTES
    | _all_of("fulfillment", "delivery", "inventory")
    | {"returns.receive_return", "returns.inspect_return", "procurement.receive_purchase_order"}
    | {"exceptions.assign_exception", "exceptions.resolve_exception"},
    "finance": READ
    | AUDIT
    | SETTINGS
    | NOTES
    | _all_of("payments", "billing", "exceptions", "stored_value")
    | {"parties.set_credit_terms", "orders.release_hold", "procurement.record_supplier_invoice"}
    | {"procurement.approve_supplier_invoice", "procurement.pay_supplier_invoice"},
    "buyer": READ
    | NOTES
    | _all_of("procurement", "catalog")
    | {"inventory.expect_stock", "inventory.reschedule_incoming", "inventory.receive_incoming"},
    "analyst": READ | AUDIT | NOTES,
    "read-only": READ,
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """What somebody with these roles may do; an unknown role may do nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def said_permissions(permissions: Iterable[str]) -> list[str]:
    """What permissions mean to people: first where everything is permitted, then single things."""
    whole, single = [], []
    for permission in sorted(permissions):
        context, _dot, name = permission.partition(".")
        name, _colon, limit = name.partition(":")
        if permission == "*":
            whole.append(_("everything"))
        elif name == "*":
            whole.append(_("everything about %(context)s") % {"context": in_words(context)})
        elif limit:
            single.append(_("%(what)s up to %(limit)s %%") % {"what": in_words(name), "limit": limit})
        else:
            single.append(_OF_THE_OFFICE.get(permission) or in_words(name))
    return [str(words) for words in (*whole, *single)]
