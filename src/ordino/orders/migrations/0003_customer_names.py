from django.db import migrations


class Migration(migrations.Migration):
    """The beginning of a name finds its orders, in any collation."""

    dependencies = [("orders", "0002_guards")]

    operations = [
        migrations.RunSQL(
            "create index orders_order_customer_name on orders_order (lower(customer_name) text_pattern_ops) "
            "where customer_name <> ''",
            "drop index orders_order_customer_name",
        )
    ]
