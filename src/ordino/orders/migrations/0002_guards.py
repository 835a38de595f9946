from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "orders_order", "orders_line", "orders_discount", "orders_discount_share", "orders_charge", "orders_hold"
        ),
        migrations.RunSQL("alter sequence orders_order_id_seq restart with 10001", migrations.RunSQL.noop),
    ]
