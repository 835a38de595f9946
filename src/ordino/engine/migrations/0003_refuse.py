from django.db import migrations

REFUSE = """
create function engine_refuse(message text) returns void language plpgsql as $$
begin
    raise exception '%', message using errcode = 'assert_failure';
end $$
"""


class Migration(migrations.Migration):
    """A statement can fail where it could not do what was decided; then the commit behind it comes to nothing."""

    dependencies = [("engine", "0002_guards")]

    operations = [migrations.RunSQL(REFUSE, "drop function engine_refuse(text)")]
