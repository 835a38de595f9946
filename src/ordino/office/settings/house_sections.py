"""The house itself: who issues documents, when they are issued, into what is packed, and how customers are told."""

from typing import get_args

from ordino.billing.commands import SetInvoicing, SetMerchant
from ordino.billing.rows import InvoicePer
from ordino.fulfillment.commands import RegisterBox
from ordino.kernel.messages import Command
from ordino.notifications.commands import SetNotifications
from ordino.notifications.rows import LANGUAGES
from ordino.office.actions import Field
from ordino.office.settings.rows import (
    BoxSetting,
    InvoicingSetting,
    MerchantSetting,
    NotifyingSetting,
    boxes,
    invoicing,
    merchants,
    notifying,
)
from ordino.office.settings.sections import YES_NO, Section, answer, yes_no
from ordino.office.texts import _, in_words, weight
from ordino.orders.rows import PostalAddress

_CHANNEL = _("Channel")


_OF_ADDRESS = ("street", "postal_code", "city", "region", "country")


def _merchant_command(form: MerchantSetting) -> Command:
    address = PostalAddress(company=form.name, **{name: getattr(form, name) for name in _OF_ADDRESS})
    told = (name for name in MerchantSetting.__struct_fields__ if name not in _OF_ADDRESS)
    return SetMerchant(address=address, **{name: getattr(form, name) for name in told})


def _merchant_fields(row: MerchantSetting | None) -> list[Field]:
    now = row or MerchantSetting("")
    optional = (
        ("street", _("Street"), now.street),
        ("postal_code", _("Postal code"), now.postal_code),
        ("city", _("City"), now.city),
        ("region", _("Region"), now.region),
        ("country", _("Country"), now.country),
        ("vat_id", _("VAT number"), now.vat_id),
        ("registration", _("Court and number of registration"), now.registration),
        ("email", _("E-mail"), now.email),
        ("phone", _("Phone"), now.phone),
        ("website", _("Website"), now.website),
        ("bank_name", _("Bank"), now.bank_name),
        ("iban", _("IBAN"), now.iban),
        ("bic", _("BIC"), now.bic),
    )
    return [
        Field("name", _("Name"), value=now.name),
        *(Field(name, word, required=False, value=value) for name, word, value in optional),
        Field("language", _("Language of documents where the customer's is not known"), value=now.language,
              choices=LANGUAGES),
        Field("time_zone", _("Time zone, for the day on documents"), value=now.time_zone),
        Field("invoice_prefix", _("Invoices are numbered from"), value=now.invoice_prefix),
        Field("credit_note_prefix", _("Credit notes are numbered from"), value=now.credit_note_prefix),
    ]  # fmt: skip


def _merchant_cells(row: MerchantSetting) -> list[str]:
    place = " ".join(filter(None, (row.street, row.postal_code, row.city, row.country)))
    return [row.name, place, row.vat_id, row.iban, f"{row.invoice_prefix}, {row.credit_note_prefix}", row.time_zone]


def _invoicing_fields(row: InvoicingSetting | None) -> list[Field]:
    per = row.invoice_per if row else "shipment"
    return [
        Field("channel", _CHANNEL, value=row.channel if row else ""),
        Field("invoice_per", _("One invoice for each"), value=per, choices=get_args(InvoicePer)),
    ]


def _box_fields(row: BoxSetting | None) -> list[Field]:
    numbers = (
        ("length_mm", _("Length inside in mm"), row and row.length_mm),
        ("width_mm", _("Width inside in mm"), row and row.width_mm),
        ("height_mm", _("Height inside in mm"), row and row.height_mm),
        ("maximum_weight_grams", _("Bears grams"), row and row.maximum_weight_grams),
        ("tare_weight_grams", _("Weighs empty in grams"), row.tare_weight_grams if row else 0),
    )
    return [
        Field("code", _("Code"), value=row.code if row else ""),
        *(Field(name, word, "number", value="" if number is None else str(number)) for name, word, number in numbers),
        Field("active", _("Active"), value=yes_no(row.active if row else True), choices=YES_NO),
    ]


def _box_cells(row: BoxSetting) -> list[str]:
    inside = f"{row.length_mm} × {row.width_mm} × {row.height_mm} mm"
    return [row.code, inside, weight(row.maximum_weight_grams), weight(row.tare_weight_grams), answer(row.active)]


def _notifying_fields(row: NotifyingSetting | None) -> list[Field]:
    now = row or NotifyingSetting("", True, "", "", "en")
    return [
        Field("channel", _CHANNEL, value=now.channel),
        Field("enabled", _("Customers are told"), value=yes_no(now.enabled), choices=YES_NO),
        Field("sender", _("From the address"), "email", False, now.sender),
        Field("sender_name", _("From the name, empty for that of the channel"), required=False, value=now.sender_name),
        Field("language", _("Language where the customer's is not known"), value=now.language, choices=LANGUAGES),
    ]


def _notifying_cells(row: NotifyingSetting) -> list[str]:
    return [row.channel, answer(row.enabled), f"{row.sender_name} {row.sender}".strip(), in_words(row.language)]


HOUSE_SECTIONS = (
    Section(
        "merchant", _("Merchant"), _("Who stands on invoices and credit notes, and how they are numbered."),
        _("Keep merchant"), SetMerchant,
        (_("Name"), _("Place"), _("VAT number"), _("IBAN"), _("Numbered from"), _("Time zone")),
        merchants, _merchant_cells, _merchant_fields, typed=MerchantSetting, wrapped=_merchant_command, several=False,
    ),
    Section(
        "invoicing", _("Invoicing"), _("Whether each shipment has an invoice, or the whole order one."), _("Keep rule"),
        SetInvoicing, (_("Channel"), _("One invoice for each")), invoicing,
        lambda row: [row.channel, in_words(row.invoice_per)], _invoicing_fields,
    ),
    Section(
        "boxes", _("Boxes"), _("What is packed into; the pack bench suggests the smallest that holds the goods."),
        _("Keep box"), RegisterBox, (_("Code"), _("Inside"), _("Bears"), _("Empty"), _("Active")),
        boxes, _box_cells, _box_fields,
    ),
    Section(
        "notifications", _("Messages to customers"), _("Which channels tell their customers, from which address."),
        _("Keep messages"), SetNotifications, (_("Channel"), _("Told"), _("From"), _("Language")),
        notifying, _notifying_cells, _notifying_fields,
    ),
)  # fmt: skip
