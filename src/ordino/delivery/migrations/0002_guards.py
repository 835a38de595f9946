from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("delivery_shipment", "delivery_line", "delivery_tracking", "delivery_manifest")]
