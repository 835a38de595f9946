"""Addresses of signing in. Only what is used: nobody signs up, and addresses for mail are set by the owner."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from ordino.office.signin.invitations import invitation
from ordino.office.signin.preferences import preferences


def closed(request: HttpRequest, **_: object) -> HttpResponse:
    """Allauth wants the names of these addresses; there is nothing behind them."""
    raise Http404("Logins are made by the owner.")


signin_patterns = [
    path("login", account.login, name="account_login"),
    path("login/invitation/<str:invitation>", invitation, name="account_invitation"),
    path("logout", account.logout, name="account_logout"),
    path("account", RedirectView.as_view(pattern_name="mfa_index"), name="account"),
    path("account/preferences", preferences, name="preferences"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/password/set", account.password_set, name="account_set_password"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account/inactive", account.account_inactive, name="account_inactive"),
    path("account/sessions", sessions.list_usersessions, name="usersessions_list"),
    path("account/second-factor", mfa.index, name="mfa_index"),
    path("account/second-factor/confirm", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/second-factor/keys", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/keys/new", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/keys/confirm", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/keys/<int:pk>", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/second-factor/keys/<int:pk>/remove", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("login/second-factor", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey", keys.login_webauthn, name="mfa_login_webauthn"),
    path("login/canceled", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/failed", social.login_error, name="socialaccount_login_error"),
    path("login/with/<slug:provider_id>", openid.login, name="openid_connect_login"),
    path("login/with/<slug:provider_id>/back", openid.callback, name="openid_connect_callback"),
    path("account/closed/signup", closed, name="account_signup"),
    path("account/closed/social-signup", social.signup, name="socialaccount_signup"),
    path("account/closed/connections", closed, name="socialaccount_connections"),
    path("account/closed/email", closed, name="account_email"),
]
