"""Invitations by mail: a link that lives three days and is used once sets the password and asks for the second factor.

The link is signed over the password that stands there, so there is nothing to keep: setting a password uses it up, and so does
another invitation or its revocation, which put another unusable password in its place.
"""

import hashlib
import smtplib
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ordino.access.commands import RecordInvitation
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.office.engine import office_engine
from ordino.office.people import actor_of
from ordino.office.signin.models import Preferences
from ordino.office.texts import _

LIFE = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class _Links(PasswordResetTokenGenerator):
    """Signed over key, password, last login and address: any change of them makes a link worthless."""

    key_salt = "ordino.office.signin.invitations"


_LINKS = _Links()


class Pending(NamedTuple):
    """Somebody who has not set a password yet, and until when the last link is good."""

    name: str
    email: str
    invited_at: datetime
    until: datetime
    expired: bool


def pending_invitations() -> list[Pending]:
    """Who was invited and has not come, the newest first."""
    rows = Preferences.objects.filter(
        invited_at__isnull=False, user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).select_related("user")
    now = timezone.now()
    found = []
    for row in rows.order_by("-invited_at"):
        assert row.invited_at is not None
        until = row.invited_at + LIFE
        found.append(Pending(row.user.get_username(), row.user.email, row.invited_at, until, until < now))
    return found


def invite(request: HttpRequest, user: User, language: str) -> Problem | None:
    """Send a link to the person's address, in their language; links that were sent before are good no more."""
    if not user.email:
        return InvalidInput(field="email", reason=str(_("an invitation needs an address to go to.")))
    kept = Preferences.objects.filter(user=user).first() or Preferences(user=user)
    kept.language = language or kept.language
    kept.invited_at = timezone.now()
    user.set_unusable_password()  # in memory: what stands there is replaced once the mail has left
    link = request.build_absolute_uri(reverse("account_invitation", args=[f"{user.pk}-{_LINKS.make_token(user)}"]))
    try:
        get_connection().send_messages([_letter(request, user, link, kept.language or "en")])
    except (OSError, smtplib.SMTPException) as failure:
        reason = _("the mail could not be sent: %(failure)s") % {"failure": failure}
        return InvalidInput(field="email", reason=str(reason))
    user.save(update_fields=["password"])
    kept.save()
    (outcome,) = office_engine().execute([RecordInvitation(name=user.get_username())], actor=actor_of(request))
    return outcome.problem if isinstance(outcome, Refused) else None


def revoke_invitation(user: User) -> None:
    """Make the links that were sent worthless."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Preferences.objects.filter(user=user).update(invited_at=None)


def _letter(request: HttpRequest, user: User, link: str, language: str) -> EmailMessage:
    told = {"name": user.get_username(), "link": link, "by": request.user.get_username(), "days": LIFE.days}
    with translation.override(language):
        subject = str(_("Your access to Ordino"))
        body = render_to_string("signin/invitation.txt", told)
    digest = hashlib.sha256(link.encode()).hexdigest()[:40]
    headers = {
        "Message-ID": f"<{digest}@ordino>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, invitation: str) -> HttpResponse:
    """The page behind the link: a password is set, then the second factor is asked for."""
    user = _invited(invitation)
    if user is None:
        return render(request, "signin/invitation.html", {"gone": True}, status=410)
    form = SetPasswordForm(user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "signin/invitation.html", {"form": form, "name": user.get_username()})
    form.save()
    Preferences.objects.filter(user=user).update(invited_at=None)
    if is_mfa_enabled(user):  # a link must not stand in for the second factor that is there
        return redirect("account_login")
    login(request, user, backend=_BACKEND)
    return redirect("mfa_activate_totp")


def _invited(invitation: str) -> User | None:
    key, _dash, token = invitation.partition("-")
    user = (
        User.objects.filter(pk=int(key), is_active=True).first()
        if key.isascii() and key.isdigit() and len(key) < 10
        else None
    )
    return user if user is not None and _LINKS.check_token(user, token) else None
