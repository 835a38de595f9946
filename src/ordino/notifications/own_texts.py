"""The merchant's own words of a message: text with placeholders in braces, `{order}`, and nothing else that could do anything.

Values are put in as they are in plain text and escaped in HTML, where a blank line begins a paragraph.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.html import escape

from ordino.kernel.problems import InvalidInput
from ordino.notifications.content import Content
from ordino.notifications.rows import OwnWords

MOST_SUBJECT_CHARACTERS = 200
MOST_TEXT_CHARACTERS = 10_000
_COMMON = ("order", "customer", "shop")
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "confirmation": (
        *_COMMON, "reference", "items", "discount", "charges", "tax", "total", "promised", "address",
    ),
    "shipment": (*_COMMON, "items", "carrier", "tracking_number", "address"),
    "delay": (*_COMMON, "delays"),
    "delivery": (*_COMMON, "items", "day"),
    "refund": (*_COMMON, "amount"),
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def wrong_words(occasion: str, words: OwnWords) -> InvalidInput | None:
    """What is wrong with the words: empty, too long, or a placeholder that the occasion does not know."""
    limits = (("subject", words.subject, MOST_SUBJECT_CHARACTERS), ("text", words.text, MOST_TEXT_CHARACTERS))
    for field, text, most in limits:
        if not text.strip() or len(text) > most:
            return InvalidInput(field=field, reason=f"give 1 to {most} characters, or leave both empty.")
        problem = _wrong_placeholder(field, text, occasion)
        if problem is not None:
            return problem
    if not words.subject.isprintable():
        return InvalidInput(field="subject", reason="must be on one line")
    return None


def _wrong_placeholder(field: str, text: str, occasion: str) -> InvalidInput | None:
    known = PLACEHOLDERS[occasion]
    unknown = next((name for name in _PLACEHOLDER.findall(text) if name not in known), None)
    if unknown is not None:
        names = ", ".join(known)
        return InvalidInput(field=field, reason=f"there is no placeholder {unknown[:40]!r} here; there are {names}.")
    if "{" in _PLACEHOLDER.sub("", text) or "}" in _PLACEHOLDER.sub("", text):
        return InvalidInput(field=field, reason="a brace stands alone; braces enclose the name of a placeholder.")
    return None


def filled_subject(words: OwnWords, content: Content) -> str:
    """The subject on one line."""
    return " ".join(_filled(words.subject, content, str).split())


def filled_text(words: OwnWords, content: Content) -> str:
    """The text as it is read without HTML."""
    return _filled(words.text.replace("\r\n", "\n"), content, str).strip() + "\n"


def filled_html(words: OwnWords, content: Content) -> str:
    """The text as paragraphs; whatever was typed or stands in the order is escaped."""
    paragraphs = _BLANK_LINES.split(words.text.replace("\r\n", "\n").strip())
    filled = [_filled(str(escape(paragraph)), content, _as_html).replace("\n", "<br>\n") for paragraph in paragraphs]
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in filled)


def _as_html(value: str) -> str:
    return str(escape(value))


def _filled(text: str, content: Content, written: Callable[[str], str]) -> str:
    return _PLACEHOLDER.sub(lambda found: written(_value(content, found.group(1))), text)


def _value(content: Content, name: str) -> str:
    if name == "items":
        rows = [f"{row.quantity} × {row.name} ({row.sku})  {row.amount}".rstrip() for row in content.items]
    elif name == "charges":
        rows = [f"{row.label}  {row.amount}" for row in content.charges]
    elif name == "delays":
        rows = [f"{row.name}: {row.before or '?'} → {row.after or '?'}" for row in content.delays]
    elif name == "address":
        rows = list(content.address)
    else:
        rows = [str(getattr(content, name))]
    return "\n".join(rows)
