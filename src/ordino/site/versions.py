"""Addresses of files for the browser that name their content, so that a browser keeps them and still never has an old one."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedFiles(StaticFilesStorage):
    """Static files whose address ends in a digest of what they hold: `/static/office/ordino.css?v=3f2a91c0`."""

    def url(self, name: str | None) -> str:
        """The address with its version; without one where there is no such file."""
        address = str(super().url(name))
        version = _version(name or "")
        return f"{address}?v={version}" if version else address


@cache
def _version(name: str) -> str:
    """Eight digits of the content's digest, reckoned once in a process; nothing for a file that is missing."""
    found = finders.find(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:8] if found else ""
