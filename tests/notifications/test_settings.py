"""`ORDINO_EMAIL_URL` says how messages leave."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment

NAMES = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("console:", ("django.core.mail.backends.console.EmailBackend", "localhost", 587, "", False, False)),
        ("file:///tmp/mail", ("ordino.adapters.mail.folder.EmailBackend", "localhost", 587, "", False, False)),
        ("smtp://a%40b:c@mail.example", (SMTP, "mail.example", 587, "a@b", True, False)),
        ("smtp://localhost:25?plain=yes", (SMTP, "localhost", 25, "", False, False)),
        ("smtps://mail.example", (SMTP, "mail.example", 465, "", False, True)),
    ],
)
def test_the_url_becomes_djangos_settings(tmp_path: Path, url: str, expected: tuple[object, ...]) -> None:
    assert settings_of(tmp_path, url).stdout.strip() == str(expected)


def test_an_unknown_way_is_named(tmp_path: Path) -> None:
    assert "console:, file:, smtp: or smtps:" in settings_of(tmp_path, "pigeon://roof").stderr


def settings_of(folder: Path, url: str) -> "subprocess.CompletedProcess[str]":
    code = f"import ordino.site.settings as s; print(tuple(getattr(s, name) for name in {NAMES}))"
    surroundings = environment(folder, ORDINO_EMAIL_URL=url)
    return subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
