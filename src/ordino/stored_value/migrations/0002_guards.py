from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("stored_value", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("stored_value_account", "stored_value_reservation", "stored_value_movement")]
