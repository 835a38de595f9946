"""The page `docs/reference/licences.md`: what Ordino is made of, and under which licence each part comes.

Versions are left out: they stand in the locks. `make licences` writes the page.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import msgspec

from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "reference" / "licences.md"
RUN, DEVELOPMENT, BROWSER, BUILD = "run", "development", "browser", "build"
# Whatever may be part of a work under Apache-2.0, or be used beside it unchanged (LGPL, MPL). Neither GPL nor AGPL.
PERMITTED = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BlueOak-1.0.0",
        "BSD",
        "BSD-0-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "OFL-1.1",
        "PSF-2.0",
    ]
)
_WORDS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Where the package's own words are missing or mislead, its licence file was read.
_READ = {
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",  # on Windows only
    "qrcode": "BSD-3-Clause",
}


class Part(msgspec.Struct, frozen=True, order=True):
    """One package: its name, its licence, and what it is for."""

    name: str
    licence: str
    use: str

    def words(self) -> set[str]:
        """Every licence that is named for it."""
        return set(re.split(r" (?:AND|OR) |; ", self.licence))


def python_parts() -> list[Part]:
    """Every locked Python package; its licence by `pip-licenses`, where it is installed here."""
    run, everything = (_locked(name) for name in ("run.lock", "dev.lock"))
    told = _told()
    return sorted(
        Part(name, _READ.get(name) or _short(told.get(name, "UNKNOWN")), RUN if name in run else DEVELOPMENT)
        for name in run | everything
    )


def browser_parts() -> list[Part]:
    """Every package whose files the browser is given, and those that make these files."""
    lock = json.loads((ROOT / "src" / "ordino" / "office" / "assets" / "package-lock.json").read_text("utf-8"))
    return sorted(
        Part(
            name.removeprefix("node_modules/"), entry.get("license", "UNKNOWN"), BUILD if entry.get("dev") else BROWSER
        )
        for name, entry in lock["packages"].items()
        if name
    )


def page() -> str:
    """The text of the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "<!-- Made from the locks by `make licences`; change these, not this page. -->\n"
    yield "# Licences\n"
    yield "Ordino itself comes under Apache-2.0. What it needs while it runs, what its browser pages carry, and what is needed only"
    yield "to develop it comes under the licences below; a test lets no other in. Libraries under LGPL and MPL are used unchanged."
    for title, parts in (
        ("While it runs", [part for part in python_parts() if part.use == RUN]),
        ("In the browser", [part for part in browser_parts() if part.use == BROWSER]),
        ("To make the browser's files", [part for part in browser_parts() if part.use == BUILD]),
        ("To develop it", [part for part in python_parts() if part.use == DEVELOPMENT]),
    ):
        yield f"\n## {title}\n\n| package | licence |\n|---|---|"
        yield from (f"| {part.name} | {part.licence} |" for part in parts)


def _locked(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE))


def _told() -> dict[str, str]:
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--with-system", "--from=mixed"]
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {re.sub(r"[-_.]+", "-", row["Name"]).lower(): row["License"] for row in rows}


def _short(told: str) -> str:
    """The licence's short name; a package that prints the whole text begins it with the name."""
    return "; ".join(_WORDS.get(one, one) for one in told.splitlines()[0].split("; "))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
