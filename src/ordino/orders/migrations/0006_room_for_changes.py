from django.db import migrations, models

ROOM = {"orders_order": 70, "orders_line": 50}


class Migration(migrations.Migration):
    """Pages keep room for the next version of their rows, and one index finds an external reference with and without its channel."""

    dependencies = [("orders", "0005_money_facts")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="orders_order_any_reference"),
        migrations.RemoveConstraint(model_name="order", name="orders_order_external_reference"),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=["external_reference", "channel_id"],
                condition=models.Q(external_reference__isnull=False),
                name="orders_order_external_reference",
            ),
        ),
        *(
            migrations.RunSQL(
                f"alter table {table} set (fillfactor = {percent})", f"alter table {table} reset (fillfactor)"
            )
            for table, percent in ROOM.items()
        ),
    ]
