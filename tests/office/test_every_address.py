"""The table of addresses itself is asked, so that a new page cannot be forgotten.

Nothing opens without a login and a role; each role opens what its permissions say, and is offered nothing else.
"""

import re
from typing import Any

from django.urls import URLPattern, resolve, reverse

from ordino.engine import Actor
from ordino.office.roles import ROLES, permissions_of
from tests.browser.pages import all_pages
from tests.browser.world import a_day
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns

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


def test_every_address_says_which_permission_it_asks_for() -> None:
    from ordino.office.urls import urlpatterns  # noqa: PLC0415 - needs django.setup()

    silent = {
        pattern.name
        for pattern in urlpatterns
        if "permission" not in pattern.callback.__dict__ and not str(pattern.name).startswith(SIGNING_IN)
    }

    assert silent - OWN_PAGES == set()


def test_a_role_opens_what_its_permissions_say_and_is_offered_nothing_else(sign_in: SignIn, engine: TestEngine) -> None:
    pages = all_pages(a_day(_shop(engine)))
    assert pages.unknown == []

    wrong, offered_wrongly = [], []
    for role in ROLES:
        browser, actor = sign_in(role), Actor(role, permissions_of([role]))
        answers = {address: browser.get(address) for address in pages.addresses}
        for address, answer in answers.items():
            may = _may_follow(actor, address)
            taken = None if may else browser.get(f"{address.split('?')[0]}?export=csv").status_code
            if (answer.status_code, taken) != ((200, None) if may else (403, 403)):
                wrong.append((role, address))
        offered = {one for answer in answers.values() if answer.status_code == 200 for one in _offered(text_of(answer))}
        assert len(offered) > 15
        offered_wrongly += [(role, address) for address in offered if not _may_follow(actor, address)]

    assert wrong == []
    assert offered_wrongly == []


def test_what_a_role_may_not_do_is_not_done(sign_in: SignIn, engine: TestEngine) -> None:
    shop = _shop(engine)
    day = a_day(shop)._asdict()
    before = shop.rows("select count(*) from engine_command")

    booked, tried = [], {}
    for role in ROLES:
        browser, actor = sign_in(role), Actor(role, permissions_of([role]))
        forbidden = [(kind, one.name) for kind, one in _actions() if not actor.may(one.command.permission())]
        tried[role] = len(forbidden)
        for kind, name in forbidden:
            answer = browser.post(_address(kind, name, day), {"version": "1"})
            if answer.status_code == 200 and ("HX-Redirect" in answer.headers or "Preview" not in text_of(answer)):
                booked.append((role, kind, name))

    assert booked == []
    assert shop.rows("select count(*) from engine_command") == before
    assert {role for role, count in tried.items() if not count} == {"owner", "order manager"}


def _shop(engine: TestEngine) -> Returns:
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    return shop


def _permission(address: str) -> str:
    permission: str = resolve(address.split("?", maxsplit=1)[0]).func.__dict__["permission"]
    return permission


def _offered(page: str) -> set[str]:
    """Where the links and buttons of a page lead, on this site."""
    return {
        address.replace("&amp;", "&")
        for address in re.findall(r'(?:href|hx-get|hx-post)="(/[^"#]*)"', page)
        if not address.startswith("/static/")
    }


def _may_follow(actor: Actor, address: str) -> bool:
    found = resolve(address.split("?", maxsplit=1)[0])
    name = str(found.url_name)
    if name.startswith(SIGNING_IN) or name in OWN_PAGES:
        return True
    if not actor.may(_permission(address)):
        return False
    asked = (name, found.kwargs.get("name"))
    return all(
        actor.may(one.command.permission()) for kind, one in (*_actions(), *_sections()) if (kind, one.name) == asked
    )


def _sections() -> list[tuple[str, Any]]:
    """The sections of the settings: each is for who may change it."""
    from ordino.office.settings.views import SECTIONS  # noqa: PLC0415 - needs django.setup()

    return [(kind, one) for kind in ("settings-section", "settings-action") for one in SECTIONS.values()]


def _actions() -> list[tuple[str, Any]]:
    """Every action with the name of its address."""
    from ordino.office.exceptions.views import EXCEPTION_ACTIONS  # noqa: PLC0415 - needs django.setup()
    from ordino.office.fraud.views import REVIEWS  # noqa: PLC0415
    from ordino.office.fulfillment.actions import JOB_ACTIONS  # noqa: PLC0415
    from ordino.office.money.actions import REFUND_ACTIONS  # noqa: PLC0415
    from ordino.office.order.actions import ACTIONS  # noqa: PLC0415
    from ordino.office.returns.actions import RETURN_ACTIONS  # noqa: PLC0415
    from ordino.office.shipments.actions import SHIPMENT_ACTIONS  # noqa: PLC0415

    tables = {
        "order-action": ACTIONS,
        "exception-action": EXCEPTION_ACTIONS,
        "fraud-action": REVIEWS,
        "fulfillment-action": JOB_ACTIONS,
        "refund-action": REFUND_ACTIONS,
        "return-action": RETURN_ACTIONS,
        "shipment-action": SHIPMENT_ACTIONS,
    }
    return [(name, action) for name, table in tables.items() for action in table.values()]


def _address(name: str, action: str, day: dict[str, Any]) -> str:
    """The address of an action on the thing of its kind that the day has."""
    keys = {"order-action": "order_id", "fraud-action": "order_id", "exception-action": "exception_id",
            "fulfillment-action": "fulfillment_order_id", "return-action": "return_id",
            "refund-action": "refund_id", "shipment-action": "shipment_id"}  # fmt: skip
    return reverse(name, kwargs={keys[name]: day.get(keys[name], 1), "name": action})
