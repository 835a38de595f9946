"""The catalogs: nothing is missing, nothing doubtful, nothing left over, and every placeholder is where it belongs."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ordino.cli.translating import LANGUAGES, Text, catalog_path, compiled, extracted, merged, untranslated

_PLACEHOLDER = re.compile(r"%\(\w+\)s|</?\w+[^>]*>")


@pytest.fixture(scope="module")
def found(site: None) -> list[Text]:
    """Every text of the source, read once."""
    return extracted()


def _catalog(language: str) -> Catalog:
    with catalog_path(language).open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_holds_every_text_with_a_translation(language: str, found: list[Text]) -> None:
    assert untranslated(merged(language, found)) == []
    assert untranslated(_catalog(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiled_catalog_is_that_of_its_source(language: str) -> None:
    assert catalog_path(language).with_suffix(".mo").read_bytes() == compiled(_catalog(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_and_tags_of_its_text(language: str) -> None:
    differing = []
    for message in _catalog(language):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if originals[0] and any(_placeholders(form) != _placeholders(originals[-1]) for form in forms):
            differing.append(message.id)

    assert differing == []


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def test_words_that_are_shown_by_their_names_are_in_the_catalog(found: list[Text]) -> None:
    words = {text.text for text in found if text.context == "word"}

    assert {"order placed", "place order", "partially allocated", "changed mind", "short pick"} <= words
    assert "Still held" in {text.text for text in found if text.context == "problem"}
