"""What was typed into the sheet of a new order, and the command it means."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, cast

from ordino.catalog.rows import SkuRow
from ordino.kernel.problems import InvalidInput
from ordino.network.decide.rate import RateRow
from ordino.network.rows import ChannelRow
from ordino.office.forms import Form, NotUnderstood, decimal_of
from ordino.office.texts import _
from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine, PaymentTerms, PostalAddress
from ordino.parties.rows import AddressRow, CustomerRow

ADDRESS_FIELDS = ("recipient", "company", "street", "postal_code", "city", "region", "country")
_OWN_SHIPPING = "own"


class SheetLine(NamedTuple):
    """A row of the sheet as it was typed; `position` counts from 1."""

    position: int
    sku: str
    quantity: str
    price: str


class Sheet(Form):
    """The fields of the sheet by name; every change answers another sheet."""

    def lines(self) -> list[SheetLine]:
        """The rows in their order; a row without a SKU is none."""
        positions = sorted(
            int(name.removeprefix("sku-"))
            for name in self.names()
            if name.startswith("sku-") and name.removeprefix("sku-").isascii() and name.removeprefix("sku-").isdigit()
        )
        rows = [
            (self.text(f"sku-{at}"), self.text(f"quantity-{at}"), self.text(f"price-{at}"))
            for at in positions
            if self.text(f"sku-{at}")
        ]
        return [SheetLine(position, *row) for position, row in enumerate(rows, 1)]

    def with_fields(self, fields: Mapping[str, str]) -> "Sheet":
        return Sheet({**self.fields(), **fields})

    def with_lines(self, lines: Sequence[SheetLine]) -> "Sheet":
        kept = {
            name: value for name, value in self.fields().items() if not name.startswith(("sku-", "quantity-", "price-"))
        }
        for position, line in enumerate(lines, 1):
            kept |= {
                f"sku-{position}": line.sku,
                f"quantity-{position}": line.quantity,
                f"price-{position}": line.price,
            }
        return Sheet(kept)

    def adding(self, sku: str) -> "Sheet":
        """One more unit of a SKU: on its row, or on a new one; what was sought is found."""
        lines = self.lines()
        known = next(
            (line for line in lines if line.sku == sku and line.quantity.isascii() and line.quantity.isdigit()), None
        )
        if known is None:
            lines.append(SheetLine(len(lines) + 1, sku, "1", ""))
        else:
            lines[known.position - 1] = known._replace(quantity=str(int(known.quantity) + 1))
        return self.with_lines(lines).with_fields({"find": ""})

    def without(self, position: int) -> "Sheet":
        return self.with_lines([line for line in self.lines() if line.position != position])

    def for_customer(self, customer: CustomerRow, addresses: Sequence[AddressRow]) -> "Sheet":
        """The customer with the address goods are sent to first, and the terms agreed."""
        fields = {
            "customer_id": str(customer.id),
            "who": "",
            "name": customer.name,
            "email": customer.email,
            "terms": "prepaid" if customer.payment_terms_days is None else "on_invoice",
        }
        address = next((one for one in addresses if one.purpose == "shipping"), next(iter(addresses), None))
        if address is not None:
            fields |= {name: getattr(address, name) for name in ADDRESS_FIELDS}
        return self.with_fields(fields)

    def ship_to(self) -> PostalAddress:
        return PostalAddress(
            recipient=self.text("recipient") or self.text("name"),
            company=self.text("company"),
            street=self.text("street"),
            postal_code=self.text("postal_code"),
            city=self.text("city"),
            region=self.text("region"),
            country=self.text("country").upper(),
            phone=self.text("phone"),
        )

    def command(self, channel: ChannelRow, skus: Mapping[str, SkuRow], services: Sequence[RateRow]) -> PlaceOrder:
        """The order that was typed. Raises NotUnderstood where a field does not hold what it should."""
        return PlaceOrder(
            channel=channel.code,
            lines=tuple(ordered_line(line, skus.get(line.sku)) for line in self.lines()),
            customer_id=self.number_or_none("customer_id"),
            customer_name=self.text("name"),
            email=self.text("email"),
            ship_to=self.ship_to(),
            discounts=discounts_of(self, channel.currency),
            charges=self._charges(channel.currency, services),
            payment_terms=cast(PaymentTerms, self.text("terms") or "prepaid"),
            ship_complete="ship_complete" in self,
            note=self.text("note"),
        )

    def _charges(self, currency: str, services: Sequence[RateRow]) -> tuple[OrderedCharge, ...]:
        chosen = self.text("shipping")
        if chosen == _OWN_SHIPPING:
            amount = self.amount_minor("shipping_amount", currency)
            return (OrderedCharge(kind="shipping", label=str(_("Shipping")), amount_minor=amount),)
        return tuple(
            OrderedCharge(
                kind="shipping",
                label=_("Shipping %(carrier)s %(service)s") % {"carrier": one.carrier, "service": one.service},
                amount_minor=one.amount_minor,
            )
            for one in services
            if chosen == service_key(one)
        )


def discounts_of(form: Form, currency: str) -> tuple[OrderedDiscount, ...]:
    """The discount that was typed as a percentage or an amount, under its name. Raises NotUnderstood."""
    text = form.text("discount")
    if not text:
        return ()
    label = form.text("discount_label") or str(_("Discount"))
    if text.endswith("%"):
        return (OrderedDiscount(label=label, percent=decimal_of("discount", text.removesuffix("%").strip())),)
    return (OrderedDiscount(label=label, amount_minor=form.amount_minor("discount", currency)),)


def service_key(service: RateRow) -> str:
    return f"{service.carrier}/{service.service}"


def weight_grams(lines: Sequence[SheetLine], skus: Mapping[str, SkuRow]) -> int:
    """What the goods weigh; a quantity that cannot be read weighs nothing."""
    total = Decimal(0)
    for line in lines:
        sku = skus.get(line.sku)
        try:
            total += Decimal(line.quantity) * sku.weight_grams if sku is not None else 0
        except InvalidOperation:
            continue
    return int(total.to_integral_value()) if total.is_finite() else 0


def ordered_line(line: SheetLine, sku: SkuRow | None) -> OrderedLine:
    """A row as it is ordered. Raises NotUnderstood."""
    scale = sku.quantity_scale if sku is not None else 0
    quantity = decimal_of(_("quantity of %(sku)s") % {"sku": line.sku}, line.quantity).scaleb(scale)
    if quantity != quantity.to_integral_value():
        raise NotUnderstood(
            InvalidInput(
                field=_("quantity of %(sku)s") % {"sku": line.sku},
                reason=_("it is sold with %(scale)s decimals at most.") % {"scale": scale},
            )
        )
    price = decimal_of(_("price of %(sku)s") % {"sku": line.sku}, line.price) if line.price else None
    return OrderedLine(sku=line.sku, quantity=int(quantity), unit_price=price, description=sku.name if sku else "")
