"""References such as `shipment/12`, said in words and linked where what they name has a page."""

import re

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from ordino.office.texts import in_words

_KIND = re.compile("[a-z]+(_[a-z]+)*")
_PAGES = {
    "order": "order",
    "shipment": "shipment",
    "return": "return",
    "fulfillment": "fulfillment-order",
    "invoice": "invoice",
    "purchase_order": "purchase-order",
    "quote": "quote",
    "webhook": "settings-webhook",
}


def thing(reference: str) -> SafeString:
    """What a reference such as `shipment/12` names, in words, with a link where it has a page; another text as it is."""
    kind, slash, key = reference.partition("/")
    if not slash or not _KIND.fullmatch(kind):
        return conditional_escape(reference)
    words = f"{in_words(kind)} {key}"
    page = _PAGES.get(kind)
    whole = key.isdigit() or kind == "invoice"
    return (
        format_html('<a class="q" href="{}">{}</a>', reverse(page, args=[key]), words)
        if page and whole
        else escape(words)
    )
