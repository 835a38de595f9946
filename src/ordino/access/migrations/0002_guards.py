from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("access_api_key")]
