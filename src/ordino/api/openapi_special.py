"""What stands in the OpenAPI document beside commands and reads: files of jobs, and tokens."""

from ordino.api.answers import BASE
from ordino.api.checkout import CheckoutQuote, body_shape
from ordino.api.declared import problems_of, problems_of_downloads, problems_of_files
from ordino.api.examples import example_of
from ordino.api.openapi_parts import Json, keys, reference, responses, words
from ordino.api.problems import BodyTooLarge, BodyTooSlow, Busy, Defect
from ordino.api.tokens import IssuedToken, RevokedToken, TokenRefused
from ordino.jobs.commands import CreateImport, JobResult
from ordino.orders.commands import PlaceOrder

SPECIAL_TYPES = (CheckoutQuote, JobResult, IssuedToken, RevokedToken, TokenRefused)


def special_paths() -> Json:
    """The paths that no command and no read makes."""
    return {
        "/jobs/{job_id}/file": {"put": _send_file()},
        "/downloads/{token}": {"get": _download()},
        "/checkout/quotes": {"post": _quote()},
        "/oauth/token": {"post": _token()},
        "/oauth/revoke": {"post": _revocation()},
    }


def _send_file() -> Json:
    schema = {"type": "string", "contentMediaType": "application/octet-stream"}
    text = "Take the file of an import in.\n\nIt runs as soon as a worker is free. Sent again before, it replaces what was sent."
    return {
        **words("SendFile", "jobs", CreateImport.permission(), text),
        "parameters": keys(("job_id",)),
        "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": schema}}},
        "responses": responses(JobResult, {}, problems_of_files()),
    }


def _quote() -> Json:
    text = (
        "What a cart would come to, when it would arrive, and what shipping costs.\n\nThe cart is what placing an order takes, "
        "with the address as `ship_to`. Nothing is changed, so no `Idempotency-Key` is needed."
    )
    told = {"schema": reference(body_shape()), "example": example_of(body_shape())}
    return {
        **words("QuoteCheckout", PlaceOrder.context, PlaceOrder.permission(), text),
        "requestBody": {"required": True, "content": {"application/json": told}},
        "responses": responses(CheckoutQuote, {}, problems_of(PlaceOrder)),
    }


def _download() -> Json:
    token = {"name": "token", "in": "path", "required": True, "schema": {"type": "string"}, "description": "As signed."}
    kinds = ("application/octet-stream", "application/pdf")
    content = {kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in kinds}
    answers = responses(JobResult, {}, problems_of_downloads())
    answers["200"] = {"description": "The file.", "content": content}
    return {
        "operationId": "download",
        "tags": ["jobs"],
        "summary": "A file of a job or the paper of a document, to whoever has its link",
        "description": "The link stands in the job or document, and holds for an hour or two; it needs no key.",
        "security": [],
        "parameters": [token],
        "responses": answers,
    }


def _token() -> Json:
    form = {
        "type": "object",
        "properties": {
            "grant_type": {"const": "client_credentials"},
            "scope": {"type": "string", "description": "Scopes parted by spaces; without it, all of the key's."},
        },
        "required": ["grant_type"],
    }
    example = {"grant_type": "client_credentials", "scope": "orders:read"}
    answers = responses(IssuedToken, {}, (BodyTooLarge, BodyTooSlow, Busy, Defect))
    return {
        "operationId": "issueToken",
        "tags": ["access"],
        "summary": "A token that lives ten minutes, by OAuth 2 client credentials",
        "description": "The client is an API key: its name and its secret, as HTTP Basic. Revoking the key ends its tokens.",
        "security": [{"client": []}],
        "requestBody": _form(form, example),
        "responses": answers | {"400": _refused_token(), "401": _refused_token()},
    }


def _revocation() -> Json:
    form = {
        "type": "object",
        "properties": {"token": {"type": "string"}, "token_type_hint": {"enum": ["access_token", "refresh_token"]}},
        "required": ["token"],
    }
    answers = responses(RevokedToken, {}, (BodyTooLarge, BodyTooSlow, Busy, Defect))
    return {
        "operationId": "revokeToken",
        "tags": ["access"],
        "summary": "Let one token be accepted no more, by OAuth 2 (RFC 7009)",
        "description": "Asked by the API key the token is of, as HTTP Basic. A token that is unknown or has ended is no mistake.",
        "security": [{"client": []}],
        "requestBody": _form(form, {"token": "ordino_token_as_issued"}),
        "responses": answers | {"400": _refused_token(), "401": _refused_token()},
    }


def _form(schema: Json, example: Json) -> Json:
    return {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": schema, "example": example}},
    }


def _refused_token() -> Json:
    return {
        "description": "Refused (RFC 6749).",
        "content": {"application/json": {"schema": reference(TokenRefused)}},
    }


def security_schemes(scopes: Json) -> Json:
    """The two ways to say who asks, and how a client says so to get a token."""
    flow = {"tokenUrl": f"{BASE}/oauth/token", "scopes": scopes}
    return {
        "apiKey": {"type": "http", "scheme": "bearer", "description": "The secret of an API key."},
        "client": {"type": "http", "scheme": "basic", "description": "The name of an API key and its secret."},
        "oauth2": {"type": "oauth2", "flows": {"clientCredentials": flow}},
    }
