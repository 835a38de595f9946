import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ordino.flows.wiring import CONTEXTS
from tests.architecture.source import ROOT, SOURCE, tracked_text_files
from tests.support.database import TestDatabase

LOCKS = (ROOT / "requirements" / "run.lock", ROOT / "requirements" / "dev.lock")
# In pieces, so that this file does not name what it looks for.
INDEX_HOSTS = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "index" + "-url"]))
MACHINE_PATHS = re.compile("|".join(f"/{folder}/" for folder in ("root", "work", "home")))
MAXIMUM_LINES = 300


def test_no_tracked_file_names_an_index_host_or_a_path_of_a_machine() -> None:
    found = [
        f"{path}: {hit.group()}"
        for path, text in tracked_text_files()
        for hit in (*INDEX_HOSTS.finditer(text), *MACHINE_PATHS.finditer(text))
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_its_version_and_hashes(lock: Path) -> None:
    packages = re.split(
        r"^(?=\w)", re.sub(r"^\s*#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE), flags=re.MULTILINE
    )
    entries = [entry for entry in packages if entry.strip()]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_hold_every_declared_dependency_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run, dev = (dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE)) for lock in LOCKS)
    declared = {re.split(r"[\[<>=~]", name)[0].lower() for name in project["project"]["dependencies"]}
    tools = {name for name in project["dependency-groups"]["development"] if isinstance(name, str)}
    assert declared - run.keys() == set()
    assert {re.split(r"[\[<>=~;]", name)[0].lower() for name in tools} - dev.keys() == set()
    assert {name for name, version in run.items() if dev.get(name) != version} == set()


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    words = re.compile(r"\bORDINO_[A-Z_]+\b")
    source = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert set(words.findall(page)) == set(words.findall(source))


def test_the_migrations_describe_the_models(database: TestDatabase) -> None:
    environment = {
        **os.environ,
        "ORDINO_DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": "ordino.site.settings",
        "PYTHONPATH": "src",
    }
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "engine", *CONTEXTS]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_are_short_enough_to_read() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > MAXIMUM_LINES
    }
    assert found == {}
