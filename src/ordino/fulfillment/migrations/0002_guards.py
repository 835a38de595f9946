from django.db import migrations

from ordino.engine.guards import guard_tables

# Lines are written beside their fulfillment order or package, by the hundred: a foreign key would look each one up again, at
# commit. What remains to be held is that neither goes away.
KEEP = """
create function fulfillment_keep_order() returns trigger language plpgsql as $$
begin
    raise exception 'fulfillment orders and packages are kept: recall or unpack them instead of deleting them'
        using errcode = 'restrict_violation';
end $$;
create trigger fulfillment_order_is_kept before delete on fulfillment_order
    for each row execute function fulfillment_keep_order();
create trigger fulfillment_package_is_kept before delete on fulfillment_package
    for each row execute function fulfillment_keep_order();
"""
FORGET = """
drop trigger fulfillment_order_is_kept on fulfillment_order;
drop trigger fulfillment_package_is_kept on fulfillment_package;
drop function fulfillment_keep_order();
"""


class Migration(migrations.Migration):
    dependencies = [("fulfillment", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "fulfillment_order",
            "fulfillment_line",
            "fulfillment_package",
            "fulfillment_package_line",
            "fulfillment_bin",
            "fulfillment_box",
            "fulfillment_pick_batch",
        ),
        migrations.RunSQL(KEEP, FORGET),
        migrations.RunSQL(
            "alter table fulfillment_line set (fillfactor = 50)", "alter table fulfillment_line reset (fillfactor)"
        ),
        migrations.RunSQL("create sequence fulfillment_sscc_seq", "drop sequence fulfillment_sscc_seq"),
    ]
