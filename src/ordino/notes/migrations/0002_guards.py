from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial"), ("engine", "0002_guards")]

    operations = [guard_tables("notes_note", "notes_mention", "notes_owner", "notes_watcher")]
