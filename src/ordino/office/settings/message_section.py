"""What customers read: the merchant's own words of each occasion and language, shown with an order there is."""

import re
from typing import Any

from babel import Locale

from ordino.notifications.commands import SetMessageTemplate
from ordino.notifications.content import Content, content_of
from ordino.notifications.own_texts import PLACEHOLDERS
from ordino.notifications.queries import TemplateView, newest_order_id, sample_letter, templates
from ordino.notifications.rows import LANGUAGES, OCCASIONS, OwnWords
from ordino.notifications.templating import render
from ordino.office.actions import Field, Reading
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.settings.sections import Section
from ordino.office.texts import _, babel_locale, in_words
from ordino.orders.queries import show_order

_LINES = 10
_NUMBER = re.compile("[0-9]{1,18}")


def _fields(row: TemplateView | None) -> list[Field]:
    now = row or TemplateView(OCCASIONS[0], LANGUAGES[0])
    names = " ".join(f"{{{name}}}" for name in PLACEHOLDERS[now.occasion])
    with office_engine().reader() as reader:
        newest = newest_order_id(reader)
    return [
        Field("occasion", "", "hidden", value=now.occasion),
        Field("language", "", "hidden", value=now.language),
        Field("subject", _("Subject, empty for the one that is built in"), required=False, value=now.subject),
        Field("text", _("Text, empty for the one that is built in. Placeholders: %(names)s") % {"names": names}, "area",
              False, now.text, most=_LINES),
        Field("sample_order_id", _("Show it with this order"), "number", False, "" if newest is None else str(newest)),
    ]  # fmt: skip


def _reading(row: Any, form: Form) -> Reading | None:
    """The mail as the customer of the order would read it, with what is typed or else built in."""
    occasion, language, order_id = form.text("occasion"), form.text("language"), form.text("sample_order_id")
    words = OwnWords(form.text("subject"), form.text("text"))
    own = words if words.subject or words.text else None
    content = _sample_content(int(order_id), occasion, language) if _NUMBER.fullmatch(order_id) else None
    if content is None:
        return None
    shown = render(language, occasion, content, own)
    return Reading(_("As the customer reads it"), shown.subject, shown.text)


def _sample_content(order_id: int, occasion: str, language: str) -> Content | None:
    with office_engine().reader() as reader:
        found = sample_letter(reader, order_id, occasion, language)
        view = None if found is None else show_order(reader, order_id, history=False)
    return None if found is None or view is None else content_of(found, view)


def _cells(row: TemplateView) -> list[str]:
    language = Locale.parse(row.language).get_display_name(babel_locale())
    return [f"{in_words(row.occasion)}, {language}", row.subject or _("built in")]


MESSAGE_SECTION = Section(
    "messages", _("Words of messages"), _("What customers are told on each occasion, in each language."), _("Keep words"),
    SetMessageTemplate, (_("Occasion"), _("Subject")), templates, _cells, _fields,
    several=False, reading=_reading,
)  # fmt: skip
