"""Bars that say how much is where, and how far something is, drawn with their words."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ordino.office.buckets import Units, segments
from ordino.office.texts import _

_HATCHED = {"wait": "p-wait", "back": "p-back"}


def bar(line: Units, *, thin: bool = False) -> SafeString:
    """The bar of a line: one segment for each place its units are in."""
    parts = segments(line)
    said = ", ".join(f"{part.units} {part.name}" for part in parts) or _("nothing open")
    return format_html(
        '<svg class="o-bar {}" role="img" aria-label="{} {}: {}">{}</svg>',
        "thin" if thin else "",
        line.ordered,
        _("ordered"),
        said,
        format_html_join(
            "", '<rect x="{}" width="{}" height="100%" {}/>', ((p.x, p.width, _fill(p.look)) for p in parts)
        ),
    )


def progress(done: int, whole: int) -> SafeString:
    """How far something is, as a bar with its words."""
    share = 10_000 * done // whole if whole else 0
    return format_html(
        '<svg class="o-bar" role="img" aria-label="{} of {}"><rect width="100%" height="100%" class="k-track"/>'
        '<rect width="{}.{}%" height="100%" class="k-deliv"/></svg>',
        done,
        whole,
        share // 100,
        f"{share % 100:02}",
    )


def bar_key(line: Any) -> SafeString:
    """What the segments of a line's bar mean, with their counts."""
    return format_html(
        '<span class="o-key">{}</span>',
        format_html_join(
            "",
            '<span><svg aria-hidden="true"><rect width="9" height="9" rx="2" {}/></svg><span class="n">{}</span> {}</span>',
            ((_fill(part.look), part.units, part.name) for part in segments(line)),
        ),
    )


def _fill(look: str) -> SafeString:
    return format_html('fill="url(#{})"', _HATCHED[look]) if look in _HATCHED else format_html('class="k-{}"', look)
