"""Receivers that are slow, down, lying, or that lead elsewhere: each harms nobody but itself."""

import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from socket import socket
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ordino.adapters.webhooks.courier import Courier
from ordino.webhooks.guard import AddressRefused, Guard, parse_networks
from tests.webhooks.world import HURRIED, KEY, LOOPBACK, Desk, Message, Receiver

OUTCOME = "select state, attempts, last_status, last_error from webhooks_message"


def test_a_slow_receiver_holds_up_no_other(desk: Desk, receiver: Receiver) -> None:
    released = Event()

    def sleep(message: Message, handler: BaseHTTPRequestHandler) -> int:
        released.wait(60)
        return 204

    with Receiver(sleep) as slow:
        desk.create(slow.url, "OrderPlaced", name="slow")
        desk.create(receiver.url, "OrderPlaced", name="fast")
        for _ in range(30):
            desk.order()
        with desk.sending():
            slow.wait(lambda got: len(got) == 8)
            receiver.wait(lambda got: len(got) == 30)
            assert len(slow.messages) == 8
            released.set()
            desk.all_delivered()


def test_a_receiver_that_never_answers_is_left_after_a_time(desk: Desk) -> None:
    def say_nothing(message: Message, handler: BaseHTTPRequestHandler) -> None:
        Event().wait(30)

    with Receiver(say_nothing) as silent:
        desk.create(silent.url, "OrderPlaced")
        desk.order()
        with desk.sending(desk.courier(patience=HURRIED)):
            desk.until(f"{OUTCOME} where last_error <> ''", [("waiting", 1, None, "ReadTimeout")])


def test_a_receiver_that_drips_is_left_after_a_time(desk: Desk, receiver: Receiver) -> None:
    def drip(message: Message, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            if Event().wait(0.2):
                break
            handler.wfile.write(b"X-Drip: 1\r\n")
            handler.wfile.flush()

    receiver.respond = drip
    desk.create(receiver.url, "OrderPlaced")
    desk.order()
    with desk.sending(desk.courier(patience=HURRIED)):
        desk.until(f"{OUTCOME} where last_error <> ''", [("waiting", 1, None, "took longer than 1500 ms")])


def test_a_receiver_that_is_down_gets_it_when_it_is_back(desk: Desk) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        desk.create(f"http://127.0.0.1:{taken.getsockname()[1]}/", "OrderPlaced")
        desk.order()
        with desk.sending():
            desk.until("select state, attempts, left(last_error, 12) from webhooks_message where last_error <> ''",
                       [("waiting", 1, "ConnectError")])  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"this is not HTTP\r\n\r\n", "RemoteProtocolError"),
        (b"", "RemoteProtocolError"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000, "RemoteProtocolError"),
    ],
    ids=["no HTTP", "nothing", "an endless head"],
)
def test_a_receiver_that_lies_is_not_believed(desk: Desk, receiver: Receiver, answer: bytes, error: str) -> None:
    def lie(message: Message, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    receiver.respond = lie
    desk.create(receiver.url, "OrderPlaced")
    desk.order()
    with desk.sending():
        desk.until("select state, split_part(last_error, ':', 1) from webhooks_message where last_error <> ''",
                   [("waiting", error)])  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    ],
    ids=["an endless body", "a body that breaks off", "no gzip"],
)
def test_what_was_taken_is_taken_whatever_follows_the_status(desk: Desk, receiver: Receiver, answer: bytes) -> None:
    def ramble(message: Message, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    receiver.respond = ramble
    desk.create(receiver.url, "OrderPlaced")
    desk.order()
    with desk.sending():
        desk.until(OUTCOME, [("delivered", 1, 200, "")])


def test_a_redirect_to_the_metadata_address_is_not_followed(desk: Desk, receiver: Receiver) -> None:
    def redirect(message: Message, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        handler.send_header("content-length", "0")
        handler.end_headers()

    receiver.respond = redirect
    desk.create(receiver.url, "OrderPlaced")
    desk.order()
    with desk.sending():
        desk.until(f"{OUTCOME} where last_error <> ''",
                   [("waiting", 1, 307, "answered 307; redirects are not followed")])  # fmt: skip
    assert len(receiver.messages) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "2130706433", "10.0.0.1"])
def test_nothing_is_sent_to_an_address_that_is_not_public(
    desk: Desk, receiver: Receiver, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDINO_WEBHOOK_ALLOW", "0.0.0.0/0, ::/0")  # until it is sent
    port = receiver.url.split(":")[2].split("/")[0]
    desk.create(f"http://{host}:{port}/hooks", "OrderPlaced")
    desk.create(f"https://{host}:{port}/hooks", "OrderPlaced", name="encrypted")
    desk.order()
    with desk.sending(desk.courier(guard=Guard())):
        desk.until("select count(*) from webhooks_message where last_error like '%%ORDINO_WEBHOOK_ALLOW%%'", [(2,)])
    assert receiver.messages == []


REFUSED = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.0.192", "168.63.129.16", "198.18.0.1", "::", "::1", "fe80::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::a00:1",
)  # fmt: skip
PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_of_machines_and_houses_are_refused(address: str) -> None:
    assert not Guard().permits(ip_address(address), encrypted=True)
    assert Guard(parse_networks("0.0.0.0/0, ::/0")).permits(ip_address(address), encrypted=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached_by_https(address: str) -> None:
    assert Guard().permits(ip_address(address), encrypted=True)
    assert not Guard().permits(ip_address(address), encrypted=False)


def test_a_name_is_refused_for_what_it_leads_to() -> None:
    with pytest.raises(AddressRefused, match="no public address"):
        Guard().resolve("localhost", 443, encrypted=True)
    assert LOOPBACK.resolve("localhost", 80, encrypted=False) == ("127.0.0.1",)


def test_a_certificate_is_checked_against_the_name_though_the_address_is_dialed(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    trusted = _certificate(tmp_path, "localhost")
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(tmp_path / "localhost.pem")
    receiver.encrypt(served)
    port = receiver.url.split(":")[2]
    desk.create(f"https://localhost:{port}", "OrderPlaced", name="right")
    desk.create(f"https://127.0.0.1:{port}", "OrderPlaced", name="wrong")
    desk.order()

    courier = Courier(desk.engine, KEY, LOOPBACK, tls=trusted, rhythm_ms=20)
    with desk.sending(courier):
        desk.until(
            "select name, m.state, last_error like '%%CERTIFICATE_VERIFY_FAILED%%' from webhooks_message m "
            "join webhooks_webhook w on w.id = webhook_id where settled_at is not null or last_error <> '' order by name",
            [("right", "delivered", False), ("wrong", "waiting", True)],
        )
    (message,) = receiver.messages
    assert message.headers["host"] == f"localhost:{port.split('/')[0]}"


def _certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A certificate of this name, with its key in `folder`; answers what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    text = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.pem").write_bytes(private + text)
    return ssl.create_default_context(cadata=text.decode())
