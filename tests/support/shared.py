"""Where the shared material (real data, peer cases) lies: beside the repository, or where ORDINO_SHARED says."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[3] / "shared"


def shared_path(relative: str) -> Path:
    """The path of a shared file; skips the test readably where it is missing."""
    path = Path(os.environ.get("ORDINO_SHARED", _BESIDE_THE_REPOSITORY)) / relative
    if not path.exists():
        pytest.skip(f"shared file {relative} is missing; set ORDINO_SHARED to the folder that holds it")
    return path
