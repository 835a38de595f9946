"""Tables of the catalog. Written by the handlers through SQL; the definitions here make the migrations."""

from django.db import models
from django.db.models import F, Q

SKU_KINDS = ("goods", "service", "bundle")


class Product(models.Model):
    """What a shop shows on one page; its SKUs are what is ordered."""

    code = models.TextField()
    name = models.TextField()
    description = models.TextField(db_default="")

    class Meta:
        db_table = "catalog_product"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="catalog_product_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="catalog_product_code_not_blank"),
        )


class Sku(models.Model):
    """What is ordered, stocked and priced. A weight or size of 0 is not known."""

    code = models.TextField()
    product = models.ForeignKey(Product, on_delete=models.RESTRICT, null=True, related_name="+")
    name = models.TextField(db_default="")
    kind = models.TextField(db_default="goods")
    tax_category = models.TextField(db_default="standard")
    weight_grams = models.BigIntegerField(db_default=0)
    length_mm = models.BigIntegerField(db_default=0)
    width_mm = models.BigIntegerField(db_default=0)
    height_mm = models.BigIntegerField(db_default=0)
    quantity_scale = models.SmallIntegerField(db_default=0)
    sellable = models.BooleanField(db_default=True)
    backorderable = models.BooleanField(db_default=True)

    class Meta:
        db_table = "catalog_sku"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="catalog_sku_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="catalog_sku_code_not_blank"),
            models.CheckConstraint(condition=Q(kind__in=SKU_KINDS), name="catalog_sku_kind_known"),
            models.CheckConstraint(condition=Q(tax_category__regex=r"\S"), name="catalog_sku_tax_category_not_blank"),
            models.CheckConstraint(
                condition=Q(weight_grams__gte=0, length_mm__gte=0, width_mm__gte=0, height_mm__gte=0),
                name="catalog_sku_size_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity_scale__gte=0, quantity_scale__lte=6), name="catalog_sku_quantity_scale_range"
            ),
        )


class Barcode(models.Model):
    """A scanned code (EAN, UPC, own) and the SKU it means."""

    code = models.TextField()
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "catalog_barcode"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="catalog_barcode_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="catalog_barcode_code_not_blank"),
        )


class BundleComponent(models.Model):
    """`quantity` of `sku` are in one `bundle`. A bundle's component is never a bundle."""

    pk = models.CompositePrimaryKey("bundle_id", "sku_id")
    bundle = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.RESTRICT, related_name="+")
    quantity = models.BigIntegerField()

    class Meta:
        db_table = "catalog_bundle_component"
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="catalog_bundle_component_quantity_positive"),
            models.CheckConstraint(condition=~Q(bundle=F("sku")), name="catalog_bundle_component_not_itself"),
        )


class Substitute(models.Model):
    """`substitute` may be offered where `sku` is short; the lowest rank first."""

    pk = models.CompositePrimaryKey("sku_id", "substitute_id")
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+", db_index=False)
    substitute = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")
    rank = models.SmallIntegerField(db_default=1)

    class Meta:
        db_table = "catalog_substitute"
        constraints = (models.CheckConstraint(condition=~Q(sku=F("substitute")), name="catalog_substitute_not_itself"),)


class PriceList(models.Model):
    """Prices in one currency, valid from `valid_from` to `valid_to`, both days included; null is open."""

    code = models.TextField()
    currency = models.CharField(max_length=3)
    includes_tax = models.BooleanField(db_default=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "catalog_price_list"
        constraints = (
            models.UniqueConstraint(fields=["code"], name="catalog_price_list_code_unique"),
            models.CheckConstraint(condition=Q(code__regex=r"\S"), name="catalog_price_list_code_not_blank"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="catalog_price_list_currency_format"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="catalog_price_list_validity_ordered",
            ),
        )


class Price(models.Model):
    """The price of one unit from `minimum_quantity` on; with a customer it is that customer's own price."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")
    minimum_quantity = models.BigIntegerField(db_default=1)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    customer_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "catalog_price"
        constraints = (
            models.UniqueConstraint(
                fields=["price_list", "sku", "customer_id", "minimum_quantity"],
                name="catalog_price_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(minimum_quantity__gt=0), name="catalog_price_minimum_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="catalog_price_unit_price_not_negative"),
        )
