"""Sets documents as PDF with typst: a template of this folder and its data, without fonts of the machine.

The template reads its data with `json(bytes(sys.inputs.data))`. A thread keeps its compiler, because the fonts are read once.
"""

from datetime import datetime
from pathlib import Path
from threading import local

import msgspec
import typst

TEMPLATES = Path(__file__).resolve().parent


class _Desk(local):
    """The compiler of one thread."""

    compiler: typst.Compiler | None = None


_desk = _Desk()


def render(template: str, data: msgspec.Struct, *, dated: datetime | None = None) -> bytes:
    """The PDF that `template` (a file of this folder, `invoice.typ`) makes of the data.

    With `dated` (an aware time) the same data give the same bytes. Raises typst.TypstError where the template is wrong.
    """
    if _desk.compiler is None:
        _desk.compiler = typst.Compiler(root=TEMPLATES, ignore_system_fonts=True)
    answer = _desk.compiler.compile(
        TEMPLATES / template,
        format="pdf",
        sys_inputs={"data": msgspec.json.encode(data).decode()},
        timestamp=dated,
    )
    assert isinstance(answer, bytes)
    return answer
