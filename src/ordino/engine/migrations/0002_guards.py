from django.db import migrations

REFUSE_OUTSIDE_COMMAND = """
create function engine_refuse_change_outside_command() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('ordino.command', true), '') = '' then
        raise exception '% may only be changed by a command (% refused)', tg_table_name, lower(tg_op)
            using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$
"""

REFUSE_REWRITE = """
create function engine_refuse_rewrite() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only (% refused)', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_OUTSIDE_COMMAND, "drop function engine_refuse_change_outside_command()"),
        migrations.RunSQL(REFUSE_REWRITE, "drop function engine_refuse_rewrite()"),
        *(
            migrations.RunSQL(
                f"create trigger append_only before update or delete on {table} "
                "for each statement execute function engine_refuse_rewrite()",
                f"drop trigger append_only on {table}",
            )
            for table in ("engine_command", "engine_event")
        ),
    ]
