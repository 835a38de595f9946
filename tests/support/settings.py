"""Django's settings in tests."""

from pathlib import Path

import django
import pytest


def read_settings(folder: Path) -> None:
    """Read them once, with a data directory of the tests; the surroundings are left as they were."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDINO_DATA_DIRECTORY", str(folder))
        patch.setenv("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
        django.setup()
