"""Bar codes as the dark bars that a template draws."""

from itertools import groupby

import barcode  # type: ignore[import-untyped]

from ordino.kernel.messages import Record


class Bars(Record, frozen=True):
    """The dark bars of a code as (begin, width), in modules of `total`."""

    total: int
    bars: tuple[tuple[int, int], ...]


def code_128(text: str) -> Bars:
    """Any text of ASCII."""
    return _bars("code128", text)


def gs1_128(text: str) -> Bars:
    """An application identifier with its data."""
    return _bars("gs1_128", text)


def _bars(symbology: str, text: str) -> Bars:
    (modules,) = barcode.get(symbology, text).build()
    bars: list[tuple[int, int]] = []
    begin = 0
    for module, run in groupby(modules):
        width = len(list(run))
        if module == "1":
            bars.append((begin, width))
        begin += width
    return Bars(begin, tuple(bars))
