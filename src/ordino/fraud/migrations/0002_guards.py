from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("fraud", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("fraud_policy", "fraud_rule", "fraud_destination", "fraud_assessment")]
