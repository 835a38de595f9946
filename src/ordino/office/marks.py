"""Icons and statuses as lists show them: few, each many times, so what was made once is kept."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ordino.office.statuses import status_of

_KEPT = 1024  # of which there are a few hundred


@lru_cache(_KEPT)
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; it says nothing by itself, so it is hidden from screen readers."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>', size, static("office/vendor/icons.svg"), name
    )


def status(axis: str, value: str) -> SafeString:
    """A status in a list, in the reader's language: quiet."""
    return _status_in(get_language(), axis, value)


@lru_cache(_KEPT)
def _status_in(language: str | None, axis: str, value: str) -> SafeString:
    look = status_of(axis, value)
    if not look.word:
        return SafeString("")
    return format_html('<span class="st {}">{}{}</span>', look.meaning, icon(look.shape), look.word)
