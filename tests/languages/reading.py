"""What of a page, or of the source of a template, a person reads."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

READ_ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "data-w", "data-word")
_UNREAD = ("script", "style", "kbd", "code", "tspan")
_MARKED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{#.*?#}", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_SPLIT = "\x1f"


class Reader(HTMLParser):
    """Gathers the texts of an HTML document, attribute by attribute and text by text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _UNREAD or given.get("lang"):
            self._unread.append(tag)
        self.texts += [given[name] or "" for name in READ_ATTRIBUTES if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def texts_of(html: str) -> list[str]:
    """The texts of a page, each stripped, without what is empty; parts with a language of their own are left out."""
    reader = Reader()
    reader.feed(re.sub(r"<html[^>]*>", "", html))
    return [" ".join(text.split()) for text in reader.texts if text.strip()]


def unmarked(template: str) -> Iterator[str]:
    """The texts of a template that hold letters and stand outside of the tags that translate them."""
    bare = _TAG.sub(_SPLIT, _MARKED.sub("", template))
    for text in texts_of(bare):
        for part in text.split(_SPLIT):
            if re.search(r"[A-Za-z]{2}", re.sub(r"&\w+;", "", part)):
                yield part.strip()
