"""The tables of stored value. Amounts are minor units of the account's currency."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from ordino.stored_value.rows import COUNTER_ACCOUNTS


class Account(models.Model):
    """A gift card, known by the hash of its code, or the store credit of a customer in one currency."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    customer_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField(db_default=0)
    reserved_minor = models.BigIntegerField(db_default=0)
    code_hash = models.TextField(null=True)
    last_four = models.TextField(db_default="")
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "stored_value_account"
        constraints = (
            UniqueConstraint(fields=("code_hash",), name="stored_value_account_code_once"),
            UniqueConstraint(
                fields=("customer_id", "currency"),
                condition=Q(kind="store_credit"),
                name="stored_value_account_customer_once",
            ),
            CheckConstraint(
                condition=Q(kind="gift_card", code_hash__regex="^[0-9a-f]{64}$", last_four__regex="^.{4}$")
                & Q(code_hash__isnull=False)
                | Q(kind="store_credit", code_hash__isnull=True, customer_id__isnull=False),
                name="stored_value_account_known_by",
            ),
            CheckConstraint(
                condition=Q(balance_minor__gte=F("reserved_minor"), reserved_minor__gte=0),
                name="stored_value_account_never_overdrawn",
            ),
            CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="stored_value_account_currency"),
        )
        indexes = (
            Index(
                fields=("expires_at",),
                name="stored_value_account_expires",
                condition=Q(expires_at__isnull=False, balance_minor__gt=F("reserved_minor")),
            ),
        )


class Reservation(models.Model):
    """Value set aside for a payment, and what became of it."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, related_name="+")
    order_id = models.BigIntegerField()
    payment_id = models.BigIntegerField()
    request_key = models.TextField()
    amount_minor = models.BigIntegerField()
    redeemed_minor = models.BigIntegerField(db_default=0)
    released_minor = models.BigIntegerField(db_default=0)
    given_back_minor = models.BigIntegerField(db_default=0)
    reserved_at = models.DateTimeField()

    class Meta:
        db_table = "stored_value_reservation"
        constraints = (
            UniqueConstraint(fields=("request_key",), name="stored_value_reservation_key_once"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="stored_value_reservation_positive"),
            CheckConstraint(
                condition=Q(
                    redeemed_minor__gte=F("given_back_minor"),
                    given_back_minor__gte=0,
                    released_minor__gte=0,
                    amount_minor__gte=F("redeemed_minor") + F("released_minor"),
                ),
                name="stored_value_reservation_adds_up",
            ),
        )


class Movement(models.Model):
    """Value that moved, by double entry: out of one account of the books, into the other; one of them is the customer's."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.TextField()
    from_account = models.TextField()
    to_account = models.TextField()
    amount_minor = models.BigIntegerField()
    request_key = models.TextField(null=True)
    reservation_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    reference = models.TextField(db_default="")
    moved_by = models.TextField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "stored_value_movement"
        constraints = (
            UniqueConstraint(fields=("request_key",), name="stored_value_movement_key_once"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="stored_value_movement_positive"),
            CheckConstraint(
                condition=Q.create(
                    [
                        Q(kind=kind, from_account=source, to_account=target)
                        for kind, (source, target) in COUNTER_ACCOUNTS.items()
                    ],
                    connector=Q.OR,
                ),
                name="stored_value_movement_between",
            ),
        )
