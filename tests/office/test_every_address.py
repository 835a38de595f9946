"""The table of addresses itself is asked, so that a new page cannot be forgotten: nothing opens without a login and a role."""

from django.urls import URLPattern, reverse

from tests.office.conftest import SignIn

# Where somebody is who is not signed in yet; each of these decides by itself what it shows.
SIGNING_IN = ("account", "mfa_", "socialaccount_", "openid_", "usersessions_")
OWN_PAGES = frozenset({"preferences"})
EXAMPLES = {"int": 1, "slug": "one", "str": "one"}


def _addresses() -> list[tuple[str, str]]:
    """The name and an example of every address behind the login."""
    from ordino.office.urls import urlpatterns  # noqa: PLC0415 - needs django.setup()

    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        name = pattern.name or ""
        if name.startswith(SIGNING_IN):
            continue
        kinds = {key: type(one).__name__ for key, one in pattern.pattern.converters.items()}
        values = {
            key: EXAMPLES[kind.removesuffix("Converter").replace("String", "str").lower()]
            for key, kind in kinds.items()
        }
        found.append((name, reverse(name, kwargs=values)))
    return found


def test_strangers_are_sent_to_sign_in_from_every_address(sign_in: SignIn) -> None:
    stranger = sign_in()

    got = {name: (stranger.get(address), stranger.post(address)) for name, address in _addresses()}

    assert len(got) > 40
    open_to_all = {
        name
        for name, answers in got.items()
        for answer in answers
        if answer.status_code != 405 and not (answer.status_code == 302 and answer["Location"].startswith("/login"))
    }
    assert open_to_all == set()


def test_somebody_without_a_role_is_refused_at_every_address(sign_in: SignIn) -> None:
    nobody = sign_in("no such role")

    got = {name: (nobody.get(address), nobody.post(address)) for name, address in _addresses() if name not in OWN_PAGES}

    assert {name for name, answers in got.items() if {answer.status_code for answer in answers} - {403, 405}} == set()
