"""A strict EasyPost of our own on loopback: what EasyPost publishes about shipments, rates, purchases, refunds and webhooks.

It holds to what a lenient fake would hide: a key is needed, a shipment with its postage is not bought again, a reference finds what
was created with it, only a rate of the shipment itself can be bought, only what was bought is refunded.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ordino.adapters.carriers.easypost_events import signature_of

API_KEY = "EZTK_test_key"
WEBHOOK_SECRET = "wéb-secret"
NOW = "2026-03-02T09:00:00Z"
DOCUMENT = b"%PDF-1.7 a label\n%%EOF\n"
SERVICES = {"GroundAdvantage": ("4.20", 3), "Express": ("12.505", 1)}


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        self.status = status
        self.body = {"error": {"code": code, "message": message, "errors": []}}


class EasyPostServer:
    """`next_calls` says what goes wrong with the next calls that change something; `bought` counts purchases by reference."""

    def __init__(self) -> None:
        self.shipments: dict[str, dict[str, Any]] = {}
        self.by_reference: dict[str, str] = {}
        self.bought: list[str] = []
        self.refunded: list[str] = []
        self.faults: list[str] = []
        self.refuses_refunds = False
        self.declines = ""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["EasyPostServer"]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def next_calls(self, *faults: str) -> None:
        """`lost`, `answer_lost`, `slow`, `broken`, `limited`, or nothing."""
        self.faults += faults

    def answer(self, method: str, path: str, body: Any, authorization: str) -> tuple[int, Any]:
        if path.startswith("/labels/"):
            return 200, DOCUMENT
        if authorization != "Basic " + base64.b64encode(f"{API_KEY}:".encode()).decode():
            return 401, {"error": {"code": "APIKEY.INACTIVE", "message": "This api key is no longer active."}}
        fault = self.faults.pop(0) if self.faults and method == "POST" else ""
        if fault == "lost":
            return 0, None
        if fault == "limited":
            return 429, {"error": {"code": "RATE_LIMITED", "message": "Too many requests"}}
        if fault == "broken":
            return 500, {"error": {"code": "INTERNAL_SERVER_ERROR", "message": "We're sorry"}}
        with self._lock:
            try:
                status, answer = self._carry_out(method, path.removeprefix("/v2/shipments").strip("/"), body)
            except Refusal as refusal:
                return refusal.status, refusal.body
        if fault == "slow":
            time.sleep(0.6)
        return (0, None) if fault in ("answer_lost", "slow") else (status, answer)

    def _carry_out(self, method: str, rest: str, body: Any) -> tuple[int, Any]:
        name, _, act = rest.partition("/")
        if method == "POST" and not name:
            return 201, self._create(body["shipment"])
        shipment = self._named(name)
        match method, act:
            case "GET", "":
                return 200, shipment
            case "POST", "buy":
                return 200, self._buy(shipment, body["rate"]["id"])
            case "POST", "refund":
                return 200, self._refund(shipment)
        raise Refusal(404, "NOT_FOUND", "The requested resource could not be found.")

    def _named(self, name: str) -> dict[str, Any]:
        found = self.shipments.get(self.by_reference.get(name, name))
        if found is None:
            raise Refusal(404, "NOT_FOUND", "The requested resource could not be found.")
        return found

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not asked["to_address"]["zip"] or not asked["to_address"]["country"]:
            raise Refusal(422, "ADDRESS.VERIFY.FAILURE", "Unable to verify address.")
        if float(asked["parcel"]["weight"]) <= 0:
            raise Refusal(422, "PARCEL.WEIGHT.INVALID", "Weight must be greater than 0.")
        key = f"shp_{len(self.shipments) + 1:032d}"
        rates = [
            {
                "id": f"rate_{key[-4:]}_{service}", "object": "Rate", "carrier": "USPS", "service": service, "rate": price,
                "currency": asked["options"]["currency"], "delivery_days": days, "delivery_date": None,
            }
            for service, (price, days) in SERVICES.items()
        ]  # fmt: skip
        self.shipments[key] = {
            "id": key, "object": "Shipment", "created_at": NOW, "reference": asked["reference"], "rates": rates,
            "selected_rate": None, "postage_label": None, "tracking_code": None, "refund_status": None, "asked": asked,
        }  # fmt: skip
        self.by_reference[asked["reference"]] = key
        return self.shipments[key]

    def _buy(self, shipment: dict[str, Any], rate_id: str) -> dict[str, Any]:
        if shipment["postage_label"] is not None:
            raise Refusal(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.")
        if self.declines:
            raise Refusal(402, "PAYMENT_REQUIRED", self.declines)
        rate = next((rate for rate in shipment["rates"] if rate["id"] == rate_id), None)
        if rate is None:
            raise Refusal(422, "SHIPMENT.POSTAGE.FAILURE", "Rate not found on this shipment.")
        number = len(self.bought) + 1
        shipment |= {
            "selected_rate": rate,
            "tracking_code": f"9400{number:08d}",
            "postage_label": {
                "label_url": f"{self.address}/labels/{number}.pdf",
                "label_file_type": "application/pdf",
                "created_at": NOW,
            },
        }
        self.bought.append(shipment["reference"])
        return shipment

    def _refund(self, shipment: dict[str, Any]) -> dict[str, Any]:
        if shipment["postage_label"] is None:
            raise Refusal(422, "SHIPMENT.REFUND.UNAVAILABLE", "Shipment has no postage to refund.")
        if shipment["refund_status"] is None:
            self.refunded.append(shipment["reference"])
        shipment["refund_status"] = "rejected" if self.refuses_refunds else "submitted"
        return shipment


def webhook(tracking_code: str, *details: tuple[str, str], tracker: str = "trk_1") -> tuple[bytes, dict[str, str]]:
    """A signed tracker event with the whole way so far: body and headers."""
    steps = [{"status": status, "datetime": at, "message": status} for status, at in details]
    body = json.dumps(
        {
            "description": "tracker.updated",
            "result": {"id": tracker, "tracking_code": tracking_code, "tracking_details": steps},
        }
    ).encode()
    return body, {"X-Hmac-Signature": signature_of(body, WEBHOOK_SECRET)}


def _handler(server: EasyPostServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer(json.loads(body) if body else None)

        def _answer(self, body: Any) -> None:
            status, answer = server.answer(self.command, self.path, body, self.headers.get("Authorization", ""))
            if not status:
                self.close_connection = True
                return
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
