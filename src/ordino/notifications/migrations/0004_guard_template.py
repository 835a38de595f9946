from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_template"), ("engine", "0002_guards")]

    operations = [guard_tables("notifications_template")]
