"""What templates may say: icons, statuses, amounts, moments, bars."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec
from babel.dates import format_skeleton
from django import template
from django.db.models import Q
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from ordino.kernel.money import major, minor_digits
from ordino.office.bars import bar, bar_key, progress
from ordino.office.insight.plots import Line, Plot, table_of
from ordino.office.lists import COLUMNS, hidden_columns, is_oldest_first, turned
from ordino.office.marks import icon, status
from ordino.office.models import SavedView
from ordino.office.presence.views import SAID_EVERY_SECONDS
from ordino.office.references import thing
from ordino.office.saved_views.views import filters_of
from ordino.office.sentences import detail_of, in_language
from ordino.office.statuses import status_of
from ordino.office.texts import babel_locale, counted, in_words, title_of, units, value_in_words, weight

register = template.Library()
_WRITTEN_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?\b")


register.simple_tag(icon)
register.simple_tag(status)
register.simple_tag(bar)
register.simple_tag(bar_key)
register.simple_tag(progress)
register.filter("thing", thing)


@register.simple_tag
def pill(axis: str, value: str, detail: str = "") -> SafeString:
    """A status in a header, with the name of its axis: loud."""
    look = status_of(axis, value)
    if not look.word:
        return SafeString("")
    return format_html(
        '<span class="pill {}">{}<span>{}</span> {}{}</span>',
        look.meaning,
        icon(look.shape),
        in_words(axis).capitalize(),
        look.word[:1].lower() + look.word[1:],
        f", {detail}" if detail else "",
    )


@register.filter
def amount(minor: int, currency: str) -> str:
    """Minor units in the reader's notation, with a real minus sign: −1,234.50."""
    text: str = number_format(abs(major(minor, currency)), minor_digits(currency), use_l10n=True, force_grouping=True)
    return f"−{text}" if minor < 0 else text


@register.filter
def digits(currency: str) -> int:
    """How many decimals amounts in the currency have."""
    return minor_digits(currency)


@register.filter
def whole(text: str) -> int:
    """The number that a text holds."""
    return int(text)


@register.simple_tag
def money(minor: int, currency: str) -> SafeString:
    """An amount with its currency, for tables."""
    return format_html('<span class="n">{}<span class="cur">{}</span></span>', amount(minor, currency), currency)


@register.filter
def price(unit_price: Decimal, currency: str) -> str:
    """A price per unit: the digits of the currency, more where it has more."""
    digits = max(minor_digits(currency), -int(unit_price.normalize().as_tuple().exponent))
    text: str = number_format(unit_price, digits, use_l10n=True, force_grouping=True)
    return text


@register.filter
def day(moment: datetime | date | None) -> str:
    """`10 Mar` in the reader's zone and language; with the year where it is another one."""
    if moment is None:
        return ""
    here = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    pattern = "MMMd" if here.year == timezone.localdate().year else "yMMMd"
    text: str = format_skeleton(pattern, here, locale=babel_locale())
    return text


@register.filter
def moment(at: datetime | None) -> str:
    """`10 Mar, 09:14` in the reader's zone."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M}" if at is not None else ""


@register.filter
def clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


@register.filter
def words(name: str) -> str:
    """`not_sellable` and `OrderPlaced` as words of the reader's language: `not sellable`, `order placed`."""
    return in_words(name)


@register.filter
def value(text: str) -> str:
    """A value in words where it is a name; a code as it is."""
    return value_in_words(text)


register.filter("counted", counted)
register.filter("units", units)
register.filter("weight", weight)
register.filter("title", title_of)
register.filter("detail", detail_of)


@register.filter
def said(text: str) -> str:
    """A sentence of a program in the reader's language, its days and moments written as people write them."""
    return _WRITTEN_DATE.sub(_as_people_write, in_language(text))


def _as_people_write(written: re.Match[str]) -> str:
    try:
        return moment(datetime.fromisoformat(written[0])) if "T" in written[0] else day(date.fromisoformat(written[0]))
    except ValueError:
        return written[0]


@register.filter
def role(name: str) -> str:
    """A role in the reader's language."""
    return pgettext("role", name)


@register.filter
def roles(names: Iterable[str]) -> str:
    return ", ".join(role(name) for name in names)


@register.filter
def initials(name: str) -> str:
    return "".join(part[0] for part in name.replace(".", " ").split()[:2]).upper() or "?"


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's field in the office's looks."""
    checks = getattr(field.field.widget, "input_type", "") == "checkbox"
    return field.as_widget(attrs={"class": "form-check-input" if checks else "form-control"})


@register.simple_tag
def plot_data(plot: Plot) -> SafeString:
    """What the browser draws a plot from; data, no script."""
    return json_script(msgspec.to_builtins(plot), f"plot-{plot.name}")


@register.filter
def figures(plot: Plot) -> list[Line]:
    """The figures of a plot as rows of a table."""
    return table_of(plot)


@register.simple_tag(takes_context=True)
def with_parameter(context: Context, name: str, value: str) -> str:
    """This page's address with one parameter more."""
    parameters = context["request"].GET.copy()
    parameters[name] = value
    return f"?{parameters.urlencode()}"


@register.inclusion_tag("presence/here.html")
def presence(order_id: int, *, changing: bool = False) -> dict[str, object]:
    """Says that this page has the order open, and who else has."""
    return {"order_id": order_id, "changing": changing, "every_seconds": SAID_EVERY_SECONDS}


@register.inclusion_tag("components/saved_views.html", takes_context=True)
def saved_views(context: Context) -> dict[str, object]:
    """The views that are kept of this list: one's own and those that are shared."""
    request = context["request"]
    listed = request.resolver_match.url_name
    here = filters_of(request.GET.urlencode())
    hidden = hidden_columns(request, listed) if listed in COLUMNS else frozenset()
    keeping = f"{here}&hide={','.join(sorted(hidden))}".lstrip("&") if hidden and "hide" not in request.GET else here
    mine_or_shared = Q(owner=request.user) | Q(shared=True)
    kept = SavedView.objects.filter(mine_or_shared, page=listed).select_related("owner").order_by("shared", "name")
    views = [
        {
            "id": view.id,
            "name": view.name,
            "address": f"{reverse(listed)}?{view.query}",
            "here": view.query == here,
            "shared": view.shared,
            "mine": view.owner_id == request.user.id,
            "owner": view.owner.get_username(),
        }
        for view in kept
    ]
    token = context.get("csrf_token")
    return {"views": views, "listed": listed, "query": keeping, "csrf_token": token}


@register.inclusion_tag("components/columns.html", takes_context=True)
def column_choice(context: Context) -> dict[str, object]:
    """Which columns of this list somebody sees; nothing where a list has no choice."""
    request = context["request"]
    listed = request.resolver_match.url_name
    if listed not in COLUMNS:
        return {}
    hidden = hidden_columns(request, listed)
    columns = [(column, column.name not in hidden) for column in COLUMNS[listed][1:]]
    token = context.get("csrf_token")
    return {"columns": columns, "listed": listed, "query": filters_of(request.GET.urlencode()), "csrf_token": token}


@register.inclusion_tag("components/list_head.html", takes_context=True)
def list_head(
    context: Context, listed: str, *, picks: object = False, sorts: bool = True, acts: bool = False
) -> dict[str, object]:
    """The head of a list's table; `picks` says that its rows can be selected, `sorts` that it can be turned here.

    Where it `acts`, the last cell of each row has buttons.
    """
    request = context["request"]
    columns = COLUMNS[listed] if sorts else [column._replace(sorts=False) for column in COLUMNS[listed]]
    return {
        "columns": columns,
        "picks": picks,
        "oldest": is_oldest_first(request),
        "turned": turned(request),
        "acts": acts,
    }


@register.simple_tag(takes_context=True)
def hiding(context: Context, listed: str, *, picks: object = False) -> str:
    """The classes of a list's table that leave out the columns which are not shown, or not shown on a tablet."""
    hidden = hidden_columns(context["request"], listed)
    shift = 2 if picks else 1
    places = list(enumerate(COLUMNS[listed], start=shift))
    left_out = [f"hide-{at}" for at, column in places if column.name in hidden]
    return " ".join(left_out + [f"spare-{at}" for at, column in places if column.spare])
