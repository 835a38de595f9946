"""Every parser that takes bytes from outside, each as a function of bytes: nothing but what is declared may come out.

`REFUSALS` are the declared ways to say no. Anything else that is raised is a defect.
"""

import hashlib
import hmac
import io
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from ordino.adapters.carriers.easypost_events import read_easypost_webhook, signature_of
from ordino.adapters.files import FileUnreadable, read_rows
from ordino.adapters.files.problems import UnusableRow
from ordino.adapters.files.rows import FileFormat, Limits, Row
from ordino.adapters.gateways.sandbox import SIGNATURE_HEADER, SandboxGateway
from ordino.adapters.gateways.stripe import StripeGateway
from ordino.adapters.importing.lines import LineReader
from ordino.adapters.importing.mapping import MappingUnusable, load_mapping, read_mapping
from ordino.api.answers import Refuse
from ordino.api.cursors import read_cursor
from ordino.api.operations import operations
from ordino.api.reads.all import READS
from ordino.api.requests import check_lists, decode, idempotency_key, if_match, query
from ordino.api.signing import token_of, unsigned
from ordino.delivery.carrier import BadSignature
from ordino.delivery.decide.tracking_number import tracking_number_problem
from ordino.flows.wiring import load_handlers
from ordino.kernel.ids import gtin14, is_gtin, is_sscc
from ordino.office.cursors import from_text
from ordino.orders.rows import PostalAddress
from ordino.parties.decide.address import check_address, postal_lines
from ordino.parties.decide.country import find_country
from ordino.parties.decide.duplicates import email_key, name_key, phone_key
from ordino.parties.decide.vat import check_vat_id
from ordino.payments.gateway import BadWebhook
from ordino.webhooks.guard import parse_networks

load_handlers()
Target = Callable[[bytes], None]
REFUSALS = (Refuse, FileUnreadable, MappingUnusable, BadSignature, BadWebhook, ValueError)
SECRET = b"a secret of the tests"
_COLUMNS = ("order", "sku", "quantity")
_SMALL = Limits(
    rows=200, columns=20, field_characters=200, line_characters=2_000, record_characters=4_000, unpacked_bytes=200_000
)
_FOLDER = Path(tempfile.mkdtemp(prefix="ordino-fuzz-"))
_DECODERS = {operation.name: msgspec.json.Decoder(operation.body) for operation in operations()}
_STRIPE = StripeGateway("sk_test_fuzz", "whsec_fuzz")
_MAPPING = load_mapping("online_retail", kind="orders")
_LINES = LineReader(_MAPPING)
_SANDBOX = SandboxGateway(_FOLDER / "sandbox.sqlite")


class Position(msgspec.Struct, frozen=True):
    """Where a page begins."""

    id: int
    at: str


def _file(suffix: str, **form: Any) -> Target:
    def read(data: bytes) -> None:
        path = _FOLDER / f"{os.getpid()}{suffix}"
        path.write_bytes(data)
        for _ in read_rows(path, _COLUMNS, FileFormat(**form), _SMALL):
            pass

    return read


def csv_in_another_encoding(data: bytes) -> None:
    """The first byte chooses the encoding and the delimiter."""
    if data:
        encoding = ("utf-8", "latin-1", "cp1252", "utf-16")[data[0] % 4]
        try:
            form = msgspec.convert({"encoding": encoding, "delimiter": ";,\t|"[data[0] // 4 % 4]}, FileFormat)
        except msgspec.ValidationError:
            return
        path = _FOLDER / f"{os.getpid()}-encoded.csv"
        path.write_bytes(data[1:])
        list(read_rows(path, _COLUMNS, form, _SMALL))


def workbook_of_parts(data: bytes) -> None:
    """A sound archive with hostile parts: the bytes are its sheet, or its shared texts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in _workbook(data):
            archive.writestr(name, content)
    _file(".xlsx")(held.getvalue())


def _workbook(data: bytes) -> Iterator[tuple[str, bytes]]:
    kind, rest = data[:1], data[1:]
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/"
    yield (
        "[Content_Types].xml",
        b'<Types xmlns="' + package + b'content-types"><Default Extension="xml" ContentType="application/xml"/>'
        b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.sheet.main+xml"/></Types>',
    )
    yield (
        "_rels/.rels",
        b'<Relationships xmlns="'
        + package
        + b'relationships"><Relationship Id="r1" Type="'
        + office
        + b'/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    yield (
        "xl/workbook.xml",
        rest
        if kind == b"w"
        else b'<workbook xmlns="'
        + main
        + b'" xmlns:r="'
        + office
        + b'"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        b'<Relationships xmlns="'
        + package
        + b'relationships"><Relationship Id="r1" Type="'
        + office
        + b'/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    )
    sheet = b'<worksheet xmlns="' + main + b'"><sheetData>' + rest + b"</sheetData></worksheet>"
    yield "xl/worksheets/sheet1.xml", rest if kind == b"s" else sheet


def mapping(data: bytes) -> None:
    read_mapping(data.decode("utf-8", "replace"), "of the fuzzer", kind="orders")


def lines_of_an_import(data: bytes) -> None:
    """The bytes are the values of one row, parted by NUL."""
    wanted = len(_MAPPING.columns())
    values = (*data.decode("utf-8", "replace").split("\0"), *[""] * wanted)[:wanted]
    if isinstance(line := _LINES.read(Row(2, values)), UnusableRow):
        line.detail()
    _LINES.order_of(values)


def body_of_a_command(data: bytes) -> None:
    """The first two bytes choose the command."""
    if len(data) > 2:
        names = sorted(_DECODERS)
        decoded = decode(_DECODERS[names[int.from_bytes(data[:2]) % len(names)]], data[2:])
        check_lists(decoded, len(data), 100)


def query_of_a_read(data: bytes) -> None:
    """The first byte chooses the read."""
    if data:
        query(_asked(query_string=data[1:]), READS[data[0] % len(READS)].query)


def headers_of_a_request(data: bytes) -> None:
    text = data.decode("latin-1")
    for read in (idempotency_key, if_match):
        try:
            read(_asked(text))
        except Refuse:
            continue


def _asked(header: str = "", query_string: bytes = b"") -> Any:
    headers = {"idempotency-key": header, "if-match": header}
    return SimpleNamespace(headers=headers, scope={"query_string": query_string})


def cursor(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    from_text(text, Position(0, ""))
    read_cursor(SECRET, b"orders", text, Position)


def signed_link(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    token_of(SECRET, text)
    unsigned(SECRET, text, Position)


def easypost(data: bytes) -> None:
    read_easypost_webhook(data, {"X-Hmac-Signature": signature_of(data, "secret")}, secret="secret")


def stripe(data: bytes) -> None:
    at = str(int(time.time()))
    signature = hmac.new(b"whsec_fuzz", at.encode() + b"." + data, hashlib.sha256).hexdigest()
    _STRIPE.read_webhook(data, {"Stripe-Signature": f"t={at},v1={signature}"})


def sandbox(data: bytes) -> None:
    _SANDBOX.read_webhook(data, {SIGNATURE_HEADER: _SANDBOX._sign(data)})


def signatures(data: bytes) -> None:
    """The bytes are the header that is to prove who sent a message."""
    given = data.decode("latin-1")
    for read in (
        lambda: read_easypost_webhook(b"{}", {"X-Hmac-Signature": given}, secret="secret"),
        lambda: _STRIPE.read_webhook(b"{}", {"Stripe-Signature": given}),
        lambda: _SANDBOX.read_webhook(b"{}", {SIGNATURE_HEADER: given}),
    ):
        try:
            read()
        except (BadSignature, BadWebhook):
            continue
        raise AssertionError("a made-up signature was taken")


def scanned_code(data: bytes) -> None:
    code = data.decode("utf-8", "replace")
    is_sscc(code)
    if is_gtin(code):
        gtin14(code)
    tracking_number_problem(code)


def address(data: bytes) -> None:
    """The values of an address, parted by NUL."""
    values = [*data.decode("utf-8", "replace").split("\0"), "", "", "", "", ""][:5]
    country, *rest = values
    given = PostalAddress(recipient=rest[0], street=rest[1], city=rest[2], postal_code=rest[3], country=country or "GB")
    check_address(given)
    postal_lines(given, origin_country="DE")
    find_country(country)


def customer(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for read in (name_key, email_key, phone_key):
        read(text)
    check_vat_id(text, "DE")
    check_vat_id(text, text[:2])


def networks(data: bytes) -> None:
    parse_networks(data.decode("utf-8", "replace"))


TARGETS: dict[str, Target] = {
    "csv": _file(".csv"),
    "csv-encoded": csv_in_another_encoding,
    "csv-packed": _file(".csv.gz"),
    "xlsx": _file(".xlsx"),
    "xlsx-parts": workbook_of_parts,
    "json": _file(".json"),
    "jsonl": _file(".jsonl"),
    "sql": _file(".sql", table="orders"),
    "mapping": mapping,
    "import": lines_of_an_import,
    "command": body_of_a_command,
    "query": query_of_a_read,
    "headers": headers_of_a_request,
    "cursor": cursor,
    "link": signed_link,
    "easypost": easypost,
    "stripe": stripe,
    "sandbox": sandbox,
    "signatures": signatures,
    "scan": scanned_code,
    "address": address,
    "customer": customer,
    "networks": networks,
}


def try_target(name: str, data: bytes) -> None:
    """Let one parser read the bytes; raises what no parser may raise."""
    try:
        TARGETS[name](data)
    except REFUSALS:
        return
