"""Messages that others send: `POST /incoming/{adapter}`, for carriers and payment gateways alike.

No API key: whoever sends proves itself by the signature that its adapter verifies. A message is taken in once, however often it is
sent; anything but an answer of 200 means: send it again.
"""

from collections.abc import Mapping

import msgspec

from ordino.api.answers import Refuse, answer
from ordino.api.problems import InvalidBody, NoSuchAddress, NotSigned
from ordino.api.requests import read_body
from ordino.api.service import Service
from ordino.api.web import Answer, Web
from ordino.delivery.carrier import BadSignature, carrier_of
from ordino.delivery.listening import receive_carrier_webhook
from ordino.engine import Engine
from ordino.kernel.messages import Record
from ordino.payments.gateway import BadWebhook, gateway_of
from ordino.payments.listening import receive_webhook


class Taken(Record, frozen=True):
    """The message is taken in; `new` where it was not known."""

    new: bool


async def receive_message(service: Service, request: Web) -> Answer:
    """Verify the message by its adapter, and take in what it says."""
    adapter = str(request.path_params["adapter"])
    if carrier_of(adapter) is None and gateway_of(adapter) is None:
        raise Refuse(NoSuchAddress(path=request.scope["path"][:200]))
    body = await read_body(request, service.limits.body_bytes, service.body_patience)
    headers = dict(request.headers)
    try:
        taken = await service.change(lambda engine: _take(engine, adapter, body, headers))
    except (BadSignature, BadWebhook):
        raise Refuse(NotSigned(adapter=adapter)) from None
    except ValueError as failure:
        raise Refuse(InvalidBody(where="$", reason=str(failure)[:500])) from None
    return answer(msgspec.json.encode(taken))


def _take(engine: Engine, adapter: str, body: bytes, headers: Mapping[str, str]) -> Taken:
    if carrier_of(adapter) is not None:
        return Taken(receive_carrier_webhook(engine, adapter, body, headers))
    return Taken(receive_webhook(engine, adapter, body, headers).recorded > 0)
