"""Django with the office's templates, on the test database."""

import pytest

from tests.office.conftest import merchant as merchant  # noqa: PLC0414 - a fixture
from tests.office.conftest import sign_in as sign_in  # noqa: PLC0414 - a fixture
from tests.office.conftest import site as site  # noqa: PLC0414 - a fixture


@pytest.fixture(scope="module", autouse=True)
def _django(site: None) -> None:
    """Templates, catalogs and addresses need it."""
