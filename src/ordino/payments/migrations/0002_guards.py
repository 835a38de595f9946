from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "payments_payment", "payments_event", "payments_refund", "payments_coverage", "payments_policy"
        ),
    ]
