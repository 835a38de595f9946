"""What may be done with the stock of one SKU at one location: take in, count, correct, set aside, send elsewhere."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, cast, get_args

from ordino.catalog.rows import SkuRow
from ordino.inventory.commands import (
    AdjustStock,
    Bucket,
    CountStock,
    ExpectStock,
    IncomingResult,
    MarkAvailable,
    MarkUnavailable,
    ReceiveStock,
    ScrapStock,
    SetSafetyStock,
    StockCountResult,
    StockResult,
    TransferItem,
    TransferResult,
    TransferStock,
    UnavailableBucket,
)
from ordino.inventory.queries import LevelView
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput
from ordino.office.actions import Action, Booked, Card, Field, Subject, by_name, form
from ordino.office.forms import Form, NotUnderstood
from ordino.office.texts import _, in_words, units


class Place(NamedTuple):
    """A SKU at a location, its level there (nothing stands there without one), and the other locations with their names."""

    sku: SkuRow
    location: str
    level: LevelView | None
    elsewhere: Sequence[tuple[str, str]]

    def figures(self) -> tuple[int, int]:
        """What is on hand and available."""
        return (self.level.on_hand, self.level.available) if self.level else (0, 0)


def _receive(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return ReceiveStock(
        sku=place.sku.code,
        location=place.location,
        quantity=typed_units(form, "quantity", place.sku),
        reference=form.text("reference"),
        lot=form.text("lot"),
        lot_expires_on=day_or_none(form, "lot_expires_on"),
        serials=written_serials(form),
    )


def _count(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return CountStock(
        sku=place.sku.code,
        location=place.location,
        counted=typed_units(form, "counted", place.sku),
        bucket=cast(Bucket, form.text("bucket")),
        reference=form.text("reference"),
    )


def _adjust(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return AdjustStock(
        sku=place.sku.code,
        location=place.location,
        change=typed_units(form, "change", place.sku),
        reason=form.text("reason"),
        lot=form.text("lot"),
        serials=written_serials(form),
    )


def _set_aside(subject: Subject, form: Form) -> Command:
    return _into_bucket(MarkUnavailable, subject, form)


def _sell_again(subject: Subject, form: Form) -> Command:
    return _into_bucket(MarkAvailable, subject, form)


def _into_bucket(command: type[MarkUnavailable] | type[MarkAvailable], subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return command(
        sku=place.sku.code,
        location=place.location,
        quantity=typed_units(form, "quantity", place.sku),
        bucket=cast(UnavailableBucket, form.text("bucket")),
        reason=form.text("reason"),
        lot=form.text("lot"),
        serials=written_serials(form),
    )


def _scrap(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return ScrapStock(
        sku=place.sku.code,
        location=place.location,
        quantity=typed_units(form, "quantity", place.sku),
        bucket=cast(Bucket, form.text("bucket")),
        reason=form.text("reason"),
        lot=form.text("lot"),
        serials=written_serials(form),
    )


def _safety(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return SetSafetyStock(
        sku=place.sku.code, location=place.location, quantity=typed_units(form, "quantity", place.sku)
    )


def _expect(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    return ExpectStock(
        sku=place.sku.code,
        location=place.location,
        quantity=typed_units(form, "quantity", place.sku),
        expected_at=form.noon("expected_on"),
        reference=form.text("reference"),
    )


def _transfer(subject: Subject, form: Form) -> Command:
    place: Place = subject.view
    item = TransferItem(
        place.sku.code, typed_units(form, "quantity", place.sku), form.text("lot"), written_serials(form)
    )
    return TransferStock(
        from_location=place.location,
        to_location=form.text("to"),
        items=(item,),
        expected_at=form.noon("expected_on") if form.text("expected_on") else None,
        reference=form.text("reference"),
    )


def typed_units(form: Form, name: str, sku: SkuRow) -> int:
    """A quantity in the SKU's smallest units; goods sold by measure are typed with decimals. Raises NotUnderstood."""
    if not sku.quantity_scale:
        return form.number(name)
    whole = form.decimal(name).scaleb(sku.quantity_scale)
    if whole != whole.to_integral_value():
        reason = _("at most %(digits)s decimals.") % {"digits": sku.quantity_scale}
        raise NotUnderstood(InvalidInput(field=name, reason=reason))
    return int(whole)


def written_serials(form: Form) -> tuple[str, ...]:
    """Serial numbers as they were typed or scanned, one a line."""
    return tuple(code.strip() for code in form.text("serials").split("\n") if code.strip())


def day_or_none(form: Form, name: str) -> date | None:
    return form.day(name) if form.text(name) else None


def _booked(view: Place, result: StockResult) -> list[Booked]:
    """The level before and after; of a count also what it found."""
    scale = view.sku.quantity_scale
    on_hand, available = view.figures()
    rows = [
        Booked(_("On hand"), units(on_hand, scale), units(result.on_hand, scale)),
        Booked(_("Available"), units(available, scale), units(result.available, scale)),
    ]
    if isinstance(result, StockCountResult):
        rows.append(Booked(_("Difference"), "", units(result.difference, scale)))
        if result.shortfall:
            rows.append(Booked(_("Missing for orders; they are sourced anew"), "", units(result.shortfall, scale)))
    return rows


def booked_on_the_way(view: object, result: TransferResult | IncomingResult) -> list[Booked]:
    """Where goods on their way stand, and how many of them are still to come."""
    return [
        Booked(_("On the way"), "", in_words(result.state)),
        Booked(_("Still to come"), "", str(result.outstanding)),
    ]


def _safety_fields(view: Place) -> list[Field]:
    kept = units(view.level.safety_stock if view.level else 0, view.sku.quantity_scale)
    return [Field("quantity", _("Units kept back from promises"), "decimal", value=kept)]


def _count_fields(view: Place) -> list[Field]:
    return [
        Field("counted", _("Units counted"), "decimal"),
        Field("bucket", _("What was counted"), value="available", choices=get_args(Bucket)),
        _REFERENCE,
    ]


def _transfer_fields(view: Place) -> list[Field]:
    cards = tuple(Card(code, code, name) for code, name in view.elsewhere)
    first = cards[0].value if cards else ""
    return [
        Field("to", _("To which location"), value=first, cards=cards),
        _QUANTITY,
        Field("expected_on", _("Expected there on the day"), "date", False),
        *TRACKED,
        _REFERENCE,
    ]


def _has_goods(view: Place) -> bool:
    return view.level is not None and view.level.on_hand > 0


def _has_set_aside(view: Place) -> bool:
    return view.level is not None and view.level.unavailable > 0


_QUANTITY = Field("quantity", _("Units"), "decimal")
_REFERENCE = Field("reference", _("Reference: a document, a call"), required=False)
TRACKED = (
    Field("lot", _("Lot, where units have one"), required=False),
    Field("serials", _("Serial numbers, one a line"), "area", False, most=3),
)
_WHY = Field("reason", _("Reason"), "suggest", choices=("damaged", "found", "lost", "stolen", "expired", "sample"))
_ASIDE = Field("bucket", _("As"), value="damaged", choices=get_args(UnavailableBucket))


STOCK_ACTIONS = by_name(
    Action(
        "receive", _("Take in"), "plus", ReceiveStock, _receive, lambda view: True,
        form(_QUANTITY, *TRACKED, Field("lot_expires_on", _("The lot may be used until"), "date", False), _REFERENCE),
        _booked,
    ),
    Action("count", _("Count"), "scan", CountStock, _count, lambda view: True, _count_fields, _booked),
    Action(
        "adjust", _("Correct"), "pencil", AdjustStock, _adjust, lambda view: True,
        form(Field("change", _("Units more, or fewer with a minus"), "decimal"), _WHY, *TRACKED), _booked,
    ),
    Action(
        "set-aside", _("Set aside"), "hand-stop", MarkUnavailable, _set_aside, _has_goods,
        form(_QUANTITY, _ASIDE, _WHY, *TRACKED), _booked, rare=True,
    ),
    Action(
        "sell-again", _("Sell again"), "check", MarkAvailable, _sell_again, _has_set_aside,
        form(_QUANTITY, _ASIDE, _WHY, *TRACKED), _booked, rare=True,
    ),
    Action(
        "transfer", _("Send elsewhere"), "truck", TransferStock, _transfer,
        lambda view: _has_goods(view) and bool(view.elsewhere), _transfer_fields, booked_on_the_way, rare=True,
    ),
    Action(
        "expect", _("Expect"), "calendar-event", ExpectStock, _expect, lambda view: True,
        form(_QUANTITY, Field("expected_on", _("Expected on the day"), "date"), _REFERENCE), booked_on_the_way,
        rare=True,
    ),
    Action(
        "safety", _("Safety stock"), "shield-check", SetSafetyStock, _safety, lambda view: True, _safety_fields, _booked,
        rare=True,
    ),
    Action(
        "scrap", _("Scrap"), "trash", ScrapStock, _scrap, _has_goods,
        form(
            _QUANTITY,
            Field("bucket", _("From"), value="available", choices=get_args(Bucket)),
            _WHY,
            *TRACKED,
        ),
        _booked, stops=True, rare=True,
    ),
)  # fmt: skip
