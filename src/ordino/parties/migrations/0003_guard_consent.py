from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_consent"), ("engine", "0002_guards")]

    operations = [guard_tables("parties_consent")]
