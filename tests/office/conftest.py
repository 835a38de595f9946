"""The site in this process, on the test database."""

import os
from collections.abc import Callable, Iterator

import django
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from tests.conftest import TestEngine
from tests.support.database import TestDatabase
from tests.support.merchant import Merchant
from tests.support.site import SECRET_KEY

SignIn = Callable[..., Client]


@pytest.fixture(scope="module")
def site(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Django, pointed at the test database; the environment is left as it was found."""
    os.environ["ORDINO_DATABASE_URL"] = database.url
    os.environ["ORDINO_SECRET_KEY"] = SECRET_KEY
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
    django.setup()
    from ordino.site.settings import _database  # noqa: PLC0415 - needs the environment above

    setup_test_environment()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    connections["default"].settings_dict.update(_database(database.url))
    connections.close_all()
    yield
    teardown_test_environment()
    from ordino.office.engine import office_engine  # noqa: PLC0415

    connections.close_all()
    if office_engine.cache_info().currsize:
        office_engine().close()
        office_engine.cache_clear()
    del os.environ["ORDINO_DATABASE_URL"], os.environ["ORDINO_SECRET_KEY"]


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    made = Merchant(engine)
    made.channel()
    return made


@pytest.fixture
def sign_in(site: None, engine: TestEngine) -> SignIn:
    """A browser in which somebody with these roles is signed in; without a role, nobody is."""

    def browser(*roles: str) -> Client:
        from django.contrib.auth.models import Group, User  # noqa: PLC0415 - exists only after django.setup()

        client = Client(headers={"x-forwarded-proto": "https"})
        client.defaults["wsgi.url_scheme"] = "https"
        if roles:
            user, _ = User.objects.get_or_create(username=" and ".join(roles))
            user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
            client.force_login(user)
        return client

    return browser
