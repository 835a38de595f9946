"""What the architecture tests look at: the files of this repository."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ordino"


def modules(*parts: str) -> Iterator[tuple[Path, ast.Module]]:
    """The parsed modules of the given parts, or of all, without migrations; paths are relative to the repository."""
    for folder in [SOURCE / part for part in parts] or [SOURCE]:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def tracked_text_files() -> Iterator[tuple[Path, str]]:
    """Every file under version control that is text, with its content."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listing.stdout.split("\0")):
        try:
            yield Path(name), (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
