"""Templates to texts: `templates/<language>/<occasion>.txt` (its first line is the subject) and `.html` beside it."""

from functools import cache
from pathlib import Path

from django.template import Context, Engine

from ordino.kernel.messages import Record
from ordino.notifications.content import Content
from ordino.notifications.own_texts import filled_html, filled_subject, filled_text
from ordino.notifications.rows import OwnWords

FOLDER = Path(__file__).with_name("templates")


class Rendered(Record, frozen=True):
    """A message ready to be sent: its subject on one line, as plain text and as HTML."""

    subject: str
    text: str
    html: str


def render(language: str, occasion: str, content: Content, own: OwnWords | None = None) -> Rendered:
    """Fill the templates of a language and occasion, or the merchant's own words; in HTML every text is escaped."""
    plain, html = _engine(escapes=False), _engine(escapes=True)
    if own is not None:
        own_subject = filled_subject(own, content)
        context = Context(
            {"it": content, "subject": own_subject, "language": language, "body": filled_html(own, content)}
        )
        return Rendered(own_subject, filled_text(own, content), html.get_template("own.html").render(context))
    subject, _, text = _fill(plain, f"{language}/{occasion}.txt", content).partition("\n")
    return Rendered(" ".join(subject.split()), text.strip() + "\n", _fill(html, f"{language}/{occasion}.html", content))


def _fill(engine: Engine, name: str, content: Content) -> str:
    context = Context({"it": content}, autoescape=engine.autoescape, use_l10n=False, use_tz=False)
    return engine.get_template(name).render(context)


@cache
def _engine(*, escapes: bool) -> Engine:
    return Engine(dirs=[str(FOLDER)], autoescape=escapes)
