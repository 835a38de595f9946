from django.db import migrations

from ordino.engine.guards import guard_tables

# Lines and charges are written beside their order, by the hundred: a foreign key would look each order up again, at commit.
# What remains to be held is that no order goes away.
KEEP_ORDERS = """
create function orders_keep_order() returns trigger language plpgsql as $$
begin
    raise exception 'orders are kept: cancel an order instead of deleting it' using errcode = 'restrict_violation';
end $$;
create trigger orders_order_is_kept before delete on orders_order for each row execute function orders_keep_order();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("engine", "0002_guards")]

    operations = [
        guard_tables(
            "orders_order", "orders_line", "orders_discount", "orders_discount_share", "orders_charge", "orders_hold"
        ),
        migrations.RunSQL(
            KEEP_ORDERS, "drop trigger orders_order_is_kept on orders_order; drop function orders_keep_order()"
        ),
        migrations.RunSQL("alter sequence orders_order_id_seq restart with 10001", migrations.RunSQL.noop),
    ]
