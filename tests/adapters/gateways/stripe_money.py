"""Intents, charges, refunds and disputes of our Stripe: which changes it permits, and which events it tells of them."""

import json
from collections.abc import Callable
from typing import Any

CREATED, CAPTURE_BEFORE = 1_772_442_000, 1_773_046_800  # 2 and 9 March 2026, 09:00 UTC
DECLINES = {
    "pm_card_visa_chargeDeclined": "generic_decline",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_visa_chargeDeclinedLostCard": "lost_card",
}
SINGLE_CAPTURE = "pm_card_mastercard_prepaid"
NEEDS_ACTION = "pm_card_authenticationRequired"
GOOD = ("pm_card_visa", SINGLE_CAPTURE)
_CREATE = {
    "amount", "currency", "capture_method", "confirm", "error_on_requires_action", "payment_method", "payment_method_types",
    "payment_method_options", "metadata", "expand",
}  # fmt: skip
_CAPTURE = {"amount_to_capture", "final_capture", "metadata", "expand"}
Thing = dict[str, Any]


class Refusal(Exception):
    """An answer that says no."""

    def __init__(self, status: int, kind: str, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "code": code, "message": message, **more}


def _invalid(code: str, message: str, **more: Any) -> Refusal:
    return Refusal(404 if code == "resource_missing" else 400, "invalid_request_error", code, message, **more)


class StripeMoney:
    """The state of the account. Amounts are integers, as in Stripe's API."""

    def __init__(self, tell: Callable[[str, Thing], None]) -> None:
        self._told = tell
        self.intents: dict[str, Thing] = {}
        self.charges: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}

    def answer(self, method: str, path: str, form: Thing) -> Thing:
        match (method, path.strip("/").split("/")[1:]):
            case ("POST", ["payment_intents"]):
                return self._create(form)
            case ("GET", ["payment_intents", "search"]):
                return _listing(
                    [self._shown(intent) for intent in self.intents.values() if _meets(intent, form["query"])]
                )
            case ("GET", ["payment_intents", intent_id]):
                return self._shown(self._intent(intent_id))
            case ("POST", ["payment_intents", intent_id]):
                self._intent(intent_id)["metadata"].update(form.get("metadata", {}))
                return self._shown(self._intent(intent_id))
            case ("POST", ["payment_intents", intent_id, "capture"]):
                return self._capture(self._intent(intent_id), form)
            case ("POST", ["payment_intents", intent_id, "cancel"]):
                return self._cancel(self._intent(intent_id))
            case ("POST", ["refunds"]):
                return self._refund(form)
            case ("GET", ["refunds"]):
                of = form["payment_intent"]
                return _listing([refund for refund in self.refunds.values() if refund["payment_intent"] == of])
        raise _invalid("resource_missing", f"Unrecognized request URL ({method}: {path}).")

    def confirmed_by_shop(self, amount: int, currency: str) -> str:
        """An intent that a shop made and its customer confirmed."""
        return str(self._authorized(amount, currency, "pm_card_visa", {}, multicapture=True)["id"])

    def capture_elsewhere(self, intent_id: str, amount: int) -> None:
        """A capture on Stripe's own screen."""
        self._capture(self._intent(intent_id), {"amount_to_capture": str(amount), "final_capture": "false"})

    def expire(self, intent_id: str) -> None:
        intent = self._intent(intent_id)
        charge = self.charges[intent["latest_charge"]]
        intent |= {"status": "canceled", "amount_capturable": 0, "cancellation_reason": "automatic"}
        self._tell("charge.expired", charge)
        self._tell("payment_intent.canceled", intent)

    def return_refund(self, refund_id: str) -> None:
        """The customer's bank sends a refund back."""
        refund = self.refunds[refund_id]
        refund |= {
            "status": "failed",
            "failure_reason": "lost_or_stolen_card",
            "failure_balance_transaction": "txn_failed",
        }
        self._tell("refund.failed", refund)

    def dispute(self, intent_id: str, status: str) -> None:
        dispute = {
            "id": f"dp_{intent_id}",
            "object": "dispute",
            "amount": self._intent(intent_id)["amount_received"],
            "currency": self._intent(intent_id)["currency"],
            "charge": self._intent(intent_id)["latest_charge"],
            "payment_intent": intent_id,
            "reason": "fraudulent",
            "status": status,
        }
        self._tell("charge.dispute.closed" if status in ("won", "lost") else "charge.dispute.created", dispute)

    def _tell(self, kind: str, thing: Thing) -> None:
        self._told(kind, json.loads(json.dumps(thing)))

    def _intent(self, intent_id: str) -> Thing:
        if intent_id not in self.intents:
            raise _invalid("resource_missing", f"No such payment_intent: '{intent_id}'")
        return self.intents[intent_id]

    def _shown(self, intent: Thing) -> Thing:
        return {**intent, "latest_charge": self.charges.get(intent["latest_charge"])}

    def _create(self, form: Thing) -> Thing:
        if unknown := form.keys() - _CREATE:
            raise _invalid("parameter_unknown", f"Received unknown parameters: {sorted(unknown)}")
        if int(form["amount"]) < 1 or form["currency"] != form["currency"].lower():
            raise _invalid("parameter_invalid_integer", "Invalid amount or currency.")
        method, metadata = form["payment_method"], form.get("metadata", {})
        if method in DECLINES or method == NEEDS_ACTION:
            self._decline(form, DECLINES.get(method, "authentication_required"))
        if method not in GOOD:
            raise _invalid("resource_missing", f"No such PaymentMethod: '{method}'")
        wanted = form.get("payment_method_options", {}).get("card", {}).get("request_multicapture")
        multicapture = wanted == "if_available" and method != SINGLE_CAPTURE
        intent = self._authorized(int(form["amount"]), form["currency"], method, metadata, multicapture=multicapture)
        return self._shown(intent)

    def _new(self, amount: int, currency: str, metadata: Thing, status: str) -> Thing:
        intent = {
            "id": f"pi_{len(self.intents) + 1}",
            "object": "payment_intent",
            "amount": amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "cancellation_reason": None,
            "capture_method": "manual",
            "created": CREATED,
            "currency": currency,
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": dict(metadata),
            "status": status,
        }
        self.intents[intent["id"]] = intent
        return intent

    def _authorized(self, amount: int, currency: str, method: str, metadata: Thing, *, multicapture: bool) -> Thing:
        intent = self._new(amount, currency, metadata, "requires_capture")
        charge = {
            "id": f"ch_{len(self.charges) + 1}",
            "object": "charge",
            "amount": amount,
            "amount_captured": 0,
            "amount_refunded": 0,
            "currency": currency,
            "metadata": dict(metadata),
            "payment_intent": intent["id"],
            "payment_method": method,
            "payment_method_details": {
                "type": "card",
                "card": {
                    "last4": "4242",
                    "capture_before": CAPTURE_BEFORE,
                    "multicapture": {"status": "available" if multicapture else "unavailable"},
                },
            },
        }
        self.charges[str(charge["id"])] = charge
        intent |= {"amount_capturable": amount, "latest_charge": charge["id"]}
        self._tell("payment_intent.amount_capturable_updated", intent)
        return intent

    def _decline(self, form: Thing, decline_code: str) -> None:
        intent = self._new(int(form["amount"]), form["currency"], form.get("metadata", {}), "requires_payment_method")
        code = "authentication_required" if decline_code == "authentication_required" else "card_declined"
        intent["last_payment_error"] = {"type": "card_error", "code": code, "decline_code": decline_code}
        self._tell("payment_intent.payment_failed", intent)
        message = "Your card was declined."
        raise Refusal(402, "card_error", code, message, decline_code=decline_code, payment_intent=dict(intent))

    def _capture(self, intent: Thing, form: Thing) -> Thing:
        if unknown := form.keys() - _CAPTURE:
            raise _invalid("parameter_unknown", f"Received unknown parameters: {sorted(unknown)}")
        amount, charge = int(form["amount_to_capture"]), self.charges.get(intent["latest_charge"], {})
        if intent["status"] != "requires_capture":
            message = f"This PaymentIntent could not be captured because it has a status of {intent['status']}."
            raise _invalid("payment_intent_unexpected_state", message, payment_intent=dict(intent))
        if amount > intent["amount_capturable"]:
            raise _invalid("amount_too_large", "The amount to capture is more than is capturable.")
        final = form.get("final_capture", "true") == "true"
        if not final and charge["payment_method_details"]["card"]["multicapture"]["status"] != "available":
            raise _invalid("parameter_invalid", "final_capture=false needs multicapture.")
        left = 0 if final else intent["amount_capturable"] - amount
        intent |= {"amount_received": intent["amount_received"] + amount, "amount_capturable": left}
        intent["metadata"].update(form.get("metadata", {}))
        charge["amount_captured"] += amount
        intent["status"] = "requires_capture" if left else "succeeded"
        self._tell("charge.captured", charge)
        self._tell("payment_intent.amount_capturable_updated" if left else "payment_intent.succeeded", intent)
        return self._shown(intent)

    def _cancel(self, intent: Thing) -> Thing:
        if intent["status"] in ("succeeded", "canceled"):
            message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
            raise _invalid("payment_intent_unexpected_state", message, payment_intent=dict(intent))
        intent |= {"status": "succeeded" if intent["amount_received"] else "canceled", "amount_capturable": 0}
        self._tell(f"payment_intent.{intent['status']}", intent)
        return self._shown(intent)

    def _refund(self, form: Thing) -> Thing:
        intent, amount = self._intent(form["payment_intent"]), int(form["amount"])
        given = [one for one in self.refunds.values() if one["payment_intent"] == intent["id"]]
        left = intent["amount_received"] - sum(one["amount"] for one in given if one["status"] != "failed")
        if left <= 0:
            raise _invalid("charge_already_refunded", "The charge has already been refunded.")
        if amount > left:
            raise _invalid("amount_too_large", f"Refund amount ({amount}) is greater than unrefunded amount ({left}).")
        refund = {
            "id": f"re_{len(self.refunds) + 1}",
            "object": "refund",
            "amount": amount,
            "charge": intent["latest_charge"],
            "created": CREATED,
            "currency": intent["currency"],
            "metadata": dict(form.get("metadata", {})),
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        self.refunds[str(refund["id"])] = refund
        self._tell("refund.created", refund)
        return refund


def _meets(intent: Thing, query: str) -> bool:
    return any(f"metadata['{name}']:'{value}'" == query for name, value in intent["metadata"].items())


def _listing(things: list[Thing]) -> Thing:
    return {"object": "list", "has_more": False, "data": things}
