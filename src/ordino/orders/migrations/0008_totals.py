from django.db import migrations, models


class Migration(migrations.Migration):
    """The dearest orders of a currency are found along an index, however many there are."""

    dependencies = [("orders", "0007_ready_to_ship")]

    operations = [
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["state", "channel_id", "currency", "-total_minor", "-id"], name="orders_order_state_total"
            ),
        )
    ]
