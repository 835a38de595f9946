from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("jobs_job")]
