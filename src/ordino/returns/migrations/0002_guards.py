from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "returns_policy",
            "returns_return",
            "returns_line",
            "returns_receipt",
            "returns_refund",
            "returns_refund_line",
            "returns_refund_charge",
            "returns_exchange",
        )
    ]
