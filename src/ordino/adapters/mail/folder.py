"""A Django e-mail backend that writes each message to a file of its own, named by its Message-ID: twice is once."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes to `file_path`, by default Django's EMAIL_FILE_PATH."""

    def __init__(self, file_path: str | Path | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write those that are not there; answers how many are there now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(self._path(message.extra_headers["Message-ID"]), message.message().as_bytes())
        return len(email_messages)

    def holds(self, message_id: str) -> bool:
        """Whether the message was written."""
        return self._path(message_id).exists()

    def _path(self, message_id: str) -> Path:
        return self._folder / f"{message_id.strip('<>').partition('@')[0]}.eml"

    def _write(self, path: Path, content: bytes) -> None:
        """The whole file or none of it, even where the machine stops in between."""
        draft = path.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
