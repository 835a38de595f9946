"""Tables of the network. Written by the handlers through SQL; the definitions here make the migrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
TAX_ROUNDINGS = ("total", "line", "unit")
OUT_OF_STOCK = ("backorder", "refuse")
RELEASES = ("by_command", "automatic")
COUNTRY = "^[A-Z]{2}$"
CURRENCY = "^[A-Z]{3}$"


class Channel(models.Model):
    """Where orders come from; owns the namespace of their external references and their defaults."""

    code = models.TextField()
    name = models.TextField(db_default="")
    kind = models.TextField(db_default="shop")
    currency = models.CharField(max_length=3)
    price_list_id = models.BigIntegerField(null=True)
    prices_include_tax = models.BooleanField(db_default=True)
    tax_rounding = models.TextField(db_default="total")
    stock_buffer = models.BigIntegerField(db_default=0)
    out_of_stock = models.TextField(db_default="backorder")
    payment_minutes = models.IntegerField(null=True)
    time_zone = models.TextField(db_default="UTC")

    class Meta:
        db_table = "network_channel"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="network_channel_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="network_channel_code_not_blank"),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY), name="network_channel_currency_format"),
            models.CheckConstraint(
                condition=Q(tax_rounding__in=TAX_ROUNDINGS), name="network_channel_tax_rounding_known"
            ),
            models.CheckConstraint(
                condition=Q(out_of_stock__in=OUT_OF_STOCK), name="network_channel_out_of_stock_known"
            ),
            models.CheckConstraint(condition=Q(stock_buffer__gte=0), name="network_channel_stock_buffer_not_negative"),
            models.CheckConstraint(
                condition=Q(payment_minutes__isnull=True) | Q(payment_minutes__gt=0),
                name="network_channel_payment_minutes_positive",
            ),
        )


class Location(models.Model):
    """A place that holds goods. `working_days` are ISO weekdays (1 Monday to 7 Sunday); no cut-off is midnight.

    `release` says who lets it begin with what is ready: somebody by a command, or a worker.
    """

    code = models.TextField()
    name = models.TextField(db_default="")
    kind = models.TextField(db_default="warehouse")
    country = models.CharField(max_length=2)
    region = models.TextField(db_default="")
    postal_code = models.TextField(db_default="")
    city = models.TextField(db_default="")
    street = models.TextField(db_default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    time_zone = models.TextField(db_default="UTC")
    cutoff = models.TimeField(null=True)
    working_days: "ArrayField[list[int], list[int]]" = ArrayField(models.SmallIntegerField(), db_default=EVERY_DAY)
    daily_capacity_orders = models.BigIntegerField(null=True)
    handling_days = models.IntegerField(db_default=0)
    priority = models.IntegerField(db_default=100)
    fulfills = models.BooleanField(db_default=True)
    active = models.BooleanField(db_default=True)
    release = models.TextField(db_default="by_command")

    class Meta:
        db_table = "network_location"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="network_location_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="network_location_code_not_blank"),
            models.CheckConstraint(condition=Q(country__regex=COUNTRY), name="network_location_country_format"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="network_location_coordinates_range",
            ),
            models.CheckConstraint(
                condition=Q(working_days__contained_by=EVERY_DAY) & Q(working_days__len__gte=1),
                name="network_location_working_days_known",
            ),
            models.CheckConstraint(
                condition=Q(daily_capacity_orders__isnull=True) | Q(daily_capacity_orders__gte=0),
                name="network_location_capacity_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(handling_days__gte=0, handling_days__lte=365), name="network_location_handling_days_range"
            ),
            models.CheckConstraint(condition=Q(release__in=RELEASES), name="network_location_release_known"),
        )


class Holiday(models.Model):
    """A day on which the location does not work though its weekday would."""

    pk = models.CompositePrimaryKey("location_id", "day")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    name = models.TextField(db_default="")

    class Meta:
        db_table = "network_holiday"


class Carrier(models.Model):
    code = models.TextField()
    name = models.TextField(db_default="")
    active = models.BooleanField(db_default=True)

    class Meta:
        db_table = "network_carrier"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="network_carrier_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="network_carrier_code_not_blank"),
        )


class Service(models.Model):
    """One way a carrier transports: express, standard, economy.

    Where it has a `volume_divisor` (mm³ a gram), a parcel is billed by its size where that weighs more.
    """

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.TextField()
    name = models.TextField(db_default="")
    active = models.BooleanField(db_default=True)
    volume_divisor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "network_service"
        constraints = (
            models.UniqueConstraint(fields=["carrier", "code"], name="network_service_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="network_service_code_not_blank"),
            models.CheckConstraint(
                condition=Q(volume_divisor__isnull=True) | Q(volume_divisor__gt=0),
                name="network_service_volume_divisor_positive",
            ),
        )


class Rate(models.Model):
    """What a parcel of up to `max_weight_grams` costs from one country to another, and the days it travels."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    from_country = models.CharField(max_length=2)
    to_country = models.CharField(max_length=2)
    max_weight_grams = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    transit_days = models.IntegerField()

    class Meta:
        db_table = "network_rate"
        constraints = (
            models.UniqueConstraint(
                fields=["from_country", "to_country", "service", "currency", "max_weight_grams"],
                name="network_rate_unique",
            ),
            models.CheckConstraint(
                condition=Q(from_country__regex=COUNTRY, to_country__regex=COUNTRY), name="network_rate_country_format"
            ),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY), name="network_rate_currency_format"),
            models.CheckConstraint(condition=Q(max_weight_grams__gt=0), name="network_rate_max_weight_positive"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="network_rate_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(transit_days__gte=0, transit_days__lte=365), name="network_rate_transit_days_range"
            ),
        )


class TaxRate(models.Model):
    """A tax rate in percent; an empty region is the whole country; the last day of validity is included."""

    country = models.CharField(max_length=2)
    region = models.TextField(db_default="")
    category = models.TextField(db_default="standard")
    rate = models.DecimalField(max_digits=9, decimal_places=6)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "network_tax_rate"
        constraints = (
            models.UniqueConstraint(
                fields=["country", "region", "category", "valid_from"], name="network_tax_rate_unique"
            ),
            models.CheckConstraint(condition=Q(country__regex=COUNTRY), name="network_tax_rate_country_format"),
            models.CheckConstraint(condition=Q(category__regex=r"\S"), name="network_tax_rate_category_not_blank"),
            models.CheckConstraint(condition=Q(rate__gte=0), name="network_tax_rate_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="network_tax_rate_validity_ordered",
            ),
        )
