"""What is known of an article: made known, changed, given a price and a bin."""

from collections.abc import Sequence
from typing import cast, get_args
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from msgspec import UNSET

from ordino.catalog.commands import (
    AcceptedPrices,
    PriceEntry,
    RegisteredSku,
    RegisterSku,
    SetPrices,
    SkuKind,
)
from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import SkuRow
from ordino.fulfillment.commands import AssignBin
from ordino.kernel.messages import Command
from ordino.office.actions import Action, Booked, Card, Field, Subject, by_name, drawer
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.people import page
from ordino.office.settings.rows import locations, price_list_codes
from ordino.office.stock.actions import typed_units
from ordino.office.texts import _


def _register(subject: Subject, form: Form) -> Command:
    """What is left empty stays as it is; the code of an article never changes."""
    row: SkuRow | None = subject.view
    barcodes = tuple(code.strip() for code in form.text("barcodes").split(",") if code.strip())
    return RegisterSku(
        code=row.code if row else form.text("code"),
        name=form.text("name"),
        sku_kind=UNSET if row else cast(SkuKind, form.text("kind")),
        quantity_scale=UNSET if row else form.number_or_none("decimals") or 0,
        tax_category=form.text("tax_category") or UNSET,
        weight_grams=form.number_or_none("weight_grams") or 0,
        length_mm=form.number_or_none("length_mm") or 0,
        width_mm=form.number_or_none("width_mm") or 0,
        height_mm=form.number_or_none("height_mm") or 0,
        sellable="sellable" in form,
        backorderable="backorderable" in form,
        barcodes=barcodes,
    )


def _register_fields(row: SkuRow | None) -> list[Field]:
    now = row or SkuRow(0, "")
    numbers = (
        ("weight_grams", _("Weight in grams, 0 where it is not known"), now.weight_grams),
        ("length_mm", _("Length in mm"), now.length_mm),
        ("width_mm", _("Width in mm"), now.width_mm),
        ("height_mm", _("Height in mm"), now.height_mm),
    )
    return [
        *([] if row else _fields_of_a_new_one()),
        Field("name", _("Name"), value=now.name),
        Field("tax_category", _("Tax category"), value=now.tax_category),
        *(Field(name, word, "number", False, str(value)) for name, word, value in numbers),
        Field("barcodes", _("Further barcodes, with commas between"), required=False),
        Field("sellable", _("May be sold"), "check", False, "on" if now.sellable else ""),
        Field("backorderable", _("May be ordered while there is none"), "check", False, "on" if now.backorderable else ""),
    ]  # fmt: skip


def _fields_of_a_new_one() -> list[Field]:
    kinds = tuple(kind for kind in get_args(SkuKind) if kind != "bundle")
    return [
        Field("code", _("Code (SKU)")),
        Field("kind", _("Kind"), value="goods", choices=kinds),
        Field("decimals", _("Decimals it is sold with, 0 for whole units"), "number", False, "0"),
    ]


def _registered(row: SkuRow | None, result: RegisteredSku) -> list[Booked]:
    return [Booked(_("Article"), row.code if row else "", result.code)]


def _price(subject: Subject, form: Form) -> Command:
    sku: SkuRow = subject.view
    entry = PriceEntry(
        sku=sku.code,
        unit_price=form.decimal("unit_price"),
        minimum_quantity=typed_units(form, "from_units", sku),
        customer_id=form.number_or_none("customer_id"),
    )
    return SetPrices(
        price_list=form.text("price_list"), prices=(entry,), currency=form.text("currency").upper() or UNSET
    )


def _price_fields(sku: SkuRow) -> list[Field]:
    with office_engine().reader() as reader:
        codes = price_list_codes(reader)
    return [
        Field("price_list", _("Price list; a new code begins another one"), "codes", value=next(iter(codes), ""),
              choices=tuple(codes)),
        Field("currency", _("Currency, for a new price list"), required=False),
        Field("unit_price", _("Price of one unit"), "decimal"),
        Field("from_units", _("From so many units on"), "decimal", value="1"),
        Field("customer_id", _("Only for the customer with the number, empty for all"), "number", False),
    ]  # fmt: skip


def _priced(sku: SkuRow, result: AcceptedPrices) -> Sequence[Booked]:
    said = ngettext("%(prices)s price changes", "%(prices)s prices change", result.changed)
    return [Booked(result.code, "", said % {"prices": result.changed})]


def _bin(subject: Subject, form: Form) -> Command:
    sku: SkuRow = subject.view
    return AssignBin(
        location=form.text("location"), sku=sku.code, bin=form.text("bin"), walk_position=form.number("walk_position")
    )


def _bin_fields(sku: SkuRow) -> list[Field]:
    with office_engine().reader() as reader:
        cards = tuple(Card(row.code, row.code, row.name or row.city) for row in locations(reader))
    return [
        Field("location", _("At which location"), value=cards[0].value if cards else "", cards=cards),
        Field("bin", _("Bin")),
        Field("walk_position", _("Place on the picker's walk, the lowest first"), "number", value="1"),
    ]


def _page_of(result: RegisteredSku) -> str:
    return _stock_page(result.code)


def _stock_page(code: str) -> str:
    return f"{reverse('stock')}?{urlencode({'sku': code})}"


NEW_ARTICLE = Action(
    "new", _("New article"), "plus", RegisterSku, _register, lambda row: row is None, _register_fields, _registered,
    onward=_page_of,
)  # fmt: skip
ARTICLE_ACTIONS = by_name(
    Action("change", _("Change article"), "pencil", RegisterSku, _register, bool, _register_fields, _registered),
    Action("price", _("Set price"), "currency-euro", SetPrices, _price, bool, _price_fields, _priced),
    Action("bin", _("Set bin"), "map-pin", AssignBin, _bin, bool, _bin_fields),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def article_action(request: HttpRequest, name: str) -> HttpResponse:
    """The drawer that makes an article known, or changes the one that the address names."""
    if name == NEW_ARTICLE.name:
        return drawer(request, NEW_ARTICLE, Subject(0, _("article"), reverse("stock"), None))
    code = request.GET.get("sku", "")
    with office_engine().reader() as reader:
        row = skus_by_code(reader, [code]).get(code)
    if row is None or name not in ARTICLE_ACTIONS:
        raise Http404(f"There is no action {name} on the article {code}.")
    return drawer(
        request, ARTICLE_ACTIONS[name], Subject(row.id, row.code, _stock_page(row.code), row, detail=row.name)
    )
