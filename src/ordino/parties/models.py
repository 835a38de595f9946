"""Tables of the parties. Written by the handlers through SQL; the definitions here make the migrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

CUSTOMER_KINDS = ("person", "company")
ADDRESS_PURPOSES = ("shipping", "billing")


class Customer(models.Model):
    """A person or company that buys. The `*_key` columns are the normalized forms that find duplicates."""

    kind = models.TextField(db_default="person")
    name = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")
    vat_id = models.TextField(db_default="")
    external_reference = models.TextField(null=True)
    channel_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, null=True)
    price_list_id = models.BigIntegerField(null=True)
    credit_limit_minor = models.BigIntegerField(null=True)
    payment_terms_days = models.IntegerField(null=True)
    language = models.TextField(db_default="")
    tags: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField(), db_default=[])
    name_key = models.TextField(db_default="")
    email_key = models.TextField(db_default="")
    phone_key = models.TextField(db_default="")
    created_at = models.DateTimeField(db_default=Now())
    merged_into = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "parties_customer"
        constraints = (
            models.UniqueConstraint(
                fields=["external_reference", "channel_id"],
                name="parties_customer_reference_unique",
                condition=Q(external_reference__isnull=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(kind__in=CUSTOMER_KINDS), name="parties_customer_kind_known"),
            models.CheckConstraint(
                condition=Q(external_reference__isnull=True) | Q(external_reference__regex=r"\S"),
                name="parties_customer_reference_not_blank",
            ),
            models.CheckConstraint(
                condition=Q(currency__isnull=True) | Q(currency__regex="^[A-Z]{3}$"),
                name="parties_customer_currency_format",
            ),
            models.CheckConstraint(
                condition=Q(credit_limit_minor__isnull=True) | Q(credit_limit_minor__gte=0, currency__isnull=False),
                name="parties_customer_credit_limit_in_currency",
            ),
            models.CheckConstraint(
                condition=Q(payment_terms_days__isnull=True)
                | Q(payment_terms_days__gte=0, payment_terms_days__lte=3650),
                name="parties_customer_payment_terms_range",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="parties_customer_not_merged_into_itself",
            ),
        )
        indexes = (
            models.Index(fields=["email_key"], name="parties_customer_email_key"),
            models.Index(fields=["phone_key"], name="parties_customer_phone_key"),
            models.Index(fields=["name_key"], name="parties_customer_name_key"),
            models.Index(Lower("name"), "id", name="parties_customer_by_name", condition=Q(merged_into__isnull=True)),
            models.Index(fields=["vat_id"], name="parties_customer_vat_id"),
            models.Index(
                fields=["merged_into"], name="parties_customer_merged_into", condition=Q(merged_into__isnull=False)
            ),
        )


class Address(models.Model):
    """One of a customer's addresses, kept once for each purpose by its fingerprint; `problems` names the fields that are wrong."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.TextField(db_default="shipping")
    recipient = models.TextField(db_default="")
    company = models.TextField(db_default="")
    street = models.TextField(db_default="")
    district = models.TextField(db_default="")
    city = models.TextField(db_default="")
    region = models.TextField(db_default="")
    postal_code = models.TextField(db_default="")
    country = models.CharField(max_length=2)
    phone = models.TextField(db_default="")
    fingerprint = models.TextField()
    problems: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField(), db_default=[])
    is_default = models.BooleanField(db_default=False)

    class Meta:
        db_table = "parties_address"
        constraints = (
            models.UniqueConstraint(fields=["customer", "purpose", "fingerprint"], name="parties_address_unique"),
            models.UniqueConstraint(
                fields=["customer", "purpose"], name="parties_address_one_default", condition=Q(is_default=True)
            ),
            models.CheckConstraint(condition=Q(purpose__in=ADDRESS_PURPOSES), name="parties_address_purpose_known"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="parties_address_country_format"),
        )
        indexes = (models.Index(fields=["fingerprint"], name="parties_address_fingerprint"),)


class Contact(models.Model):
    """A person to speak to at a customer."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.TextField()
    role = models.TextField(db_default="")
    email = models.TextField(db_default="")
    phone = models.TextField(db_default="")

    class Meta:
        db_table = "parties_contact"
        constraints = (
            models.UniqueConstraint(fields=["customer", "name", "email"], name="parties_contact_unique"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="parties_contact_name_not_blank"),
        )


class Consent(models.Model):
    """What a customer has consented to, with its proof; a purpose has one consent that stands, and those that were withdrawn."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.TextField()
    given_at = models.DateTimeField()
    source = models.TextField()
    proof = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_source = models.TextField(db_default="")

    class Meta:
        db_table = "parties_consent"
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "purpose"],
                name="parties_consent_one_stands",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(purpose__regex=r"^[a-z][a-z0-9_]{0,63}$"), name="parties_consent_purpose_format"
            ),
            models.CheckConstraint(
                condition=Q(source__regex=r"\S") & Q(proof__regex=r"\S"), name="parties_consent_source_and_proof"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_source="")
                | Q(withdrawn_at__gte=F("given_at"), withdrawal_source__regex=r"\S"),
                name="parties_consent_withdrawn_later_and_by_whom",
            ),
        )
        indexes = (models.Index(fields=["customer", "purpose"], name="parties_consent_customer"),)
