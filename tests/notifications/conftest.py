from pathlib import Path

import pytest

from tests.conftest import TestEngine
from tests.support.merchant import Merchant
from tests.support.settings import read_settings


@pytest.fixture(scope="session", autouse=True)
def django_configured(tmp_path_factory: pytest.TempPathFactory) -> None:
    read_settings(tmp_path_factory.mktemp("data"))


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    """A merchant with the channel `shop`, VAT of 20 % and ten of A in London."""
    merchant = Merchant(engine)
    merchant.channel(name="The Shop")
    merchant.tax("GB", "20")
    merchant.stock("A", 10)
    return merchant


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that takes mail."""
    from django.conf import settings  # noqa: PLC0415 - exists only after django.setup()

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "ordino.adapters.mail.folder.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path))
    return tmp_path
