"""Text as it is kept, and text as it is compared."""

import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")
_DROPPED = ("Cc", "Cs")


def clean(text: str) -> str:
    """One line without control characters, lone surrogates and repeated spaces: what a database and a label can hold."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(_without_controls(" ".join(text.split())).split())


def clean_lines(text: str) -> str:
    """The same for text of several lines; empty lines go."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def fold(text: str) -> str:
    """The form in which texts are compared: no case, no accents, no punctuation, single spaces."""
    if text.isascii() and text.isprintable():
        return _NO_WORD.sub(" ", text.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", _without_controls(text).replace("ß", "ss"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare.casefold()).strip()


def _without_controls(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) not in _DROPPED)
