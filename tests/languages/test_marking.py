"""Nothing that people read stands in a template unmarked."""

from pathlib import Path

import pytest

import ordino
from tests.languages.reading import unmarked

OFFICE = Path(ordino.__file__).parent / "office"
# Its element is itself chosen by a tag, so it cannot be read as HTML; it holds no words.
UNREADABLE = "button.html"
TEMPLATES = sorted(
    path.relative_to(OFFICE).as_posix()
    for path in OFFICE.rglob("*.html")
    if "static" not in path.parts and path.name != UNREADABLE
)
# Names, units and codes that are the same in every language.
EVERYWHERE = {
    "Ordino",
    "Ordino · Ordino",
    "· Ordino",
    "CSV",
    "XLSX",
    "SKU",
    "SSCC",
    "mm",
    "g",
    "GB",
    "Tab",
    "API",
    "CTRL",
    "PDF",
}


@pytest.mark.parametrize("name", [*TEMPLATES, "order/life.svg"])
def test_every_word_of_a_template_can_be_translated(name: str) -> None:
    found = [text for text in unmarked((OFFICE / name).read_text()) if text not in EVERYWHERE]

    assert found == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ('<a title="Leave">{{ name }}</a>', ["Leave"]),
        ('<a title="{% translate "Leave" %}">{{ name }}</a>', []),
        ("<b>{{ count }} orders</b>", ["orders"]),
        ("{% blocktranslate %}{{ count }} orders{% endblocktranslate %}", []),
        ("<kbd>Ctrl</kbd><script>const word = 1;</script>", []),
    ],
)
def test_an_unmarked_word_is_found(template: str, found: list[str]) -> None:
    assert list(unmarked(template)) == found
