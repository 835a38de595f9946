from django.db import migrations, models


class Migration(migrations.Migration):
    """Fulfillment orders of a state are read in their order, wherever they are."""

    dependencies = [("fulfillment", "0004_serials_in_packages")]

    operations = [
        migrations.AddIndex("fulfillmentorder", models.Index(fields=("state", "id"), name="fulfillment_order_state")),
    ]
