from django.db import migrations

from ordino.engine.guards import guard_tables


class Migration(migrations.Migration):
    dependencies = [("access", "0003_revoked_tokens")]

    operations = [guard_tables("access_revoked_token")]
