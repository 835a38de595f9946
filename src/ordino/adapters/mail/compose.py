"""From a message and its order to an e-mail: plain text with HTML beside it, under a Message-ID that its key determines."""

import hashlib
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives

from ordino.notifications.content import content_of
from ordino.notifications.queries import Letter
from ordino.notifications.templating import render
from ordino.orders.views import OrderView


def compose(letter: Letter, view: OrderView) -> EmailMultiAlternatives:
    """The e-mail. Nothing of a customer stands in a header but the address, which can hold no line break."""
    rendered = render(letter.language, letter.occasion, content_of(letter, view), letter.own_words())
    email = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((letter.sender_name or letter.shop, letter.sender)),
        to=[letter.recipient],
        headers={
            "Message-ID": message_id_of(letter),
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )
    email.attach_alternative(rendered.html, "text/html")
    return email


def message_id_of(letter: Letter) -> str:
    """The same for the same attempt at the same message, so that whoever gets it twice can tell."""
    digest = hashlib.sha256(f"{letter.key}/{letter.attempt}".encode()).hexdigest()[:40]
    domain = letter.sender.rpartition("@")[2].encode("idna").decode()
    return f"<{digest}@{domain}>"
