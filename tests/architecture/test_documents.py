import re

import pytest

from ordino.cli.reference_pages import pages
from tests.architecture.source import ROOT, tracked_text_files

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_the_reference_is_what_the_code_says(name: str, text: str) -> None:
    path = ROOT / "docs" / "reference" / name
    written = path.read_text("utf-8") if path.exists() else ""
    assert written == text, "run `ordino docs` and commit what it writes"


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path, text in tracked_text_files()
        if path.suffix == ".md"
        for target in LINK.findall(text)
        if "://" not in target and not (ROOT / path.parent / target).exists()
    ]
    assert broken == []
