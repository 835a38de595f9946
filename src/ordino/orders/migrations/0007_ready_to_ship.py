from django.db import migrations, models

DERIVE = """
select set_config('ordino.command', 'migration', true);
update orders_order o
set goods_allocated = coalesce(goods.allocated, false), ship_by = promised.ship_by
from orders_order given
left join (
    select order_id, bool_or(shippable and allocated > 0) as allocated from orders_line group by order_id
) as goods on goods.order_id = given.id
left join (
    select order_id, min(ship_by) as ship_by from sourcing_promise group by order_id
) as promised on promised.order_id = given.id
where o.id = given.id and (goods.allocated or promised.ship_by is not null);
select set_config('ordino.command', '', true);
"""


class Migration(migrations.Migration):
    """What is ready, what is late, and what one channel has in a state is found along an index, however many orders there are."""

    dependencies = [("orders", "0006_room_for_changes"), ("sourcing", "0004_promised_transit")]

    operations = [
        migrations.AddField("order", "goods_allocated", models.BooleanField(db_default=False)),
        migrations.AddField("order", "ship_by", models.DateField(null=True)),
        migrations.RunSQL(DERIVE, migrations.RunSQL.noop),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["-priority", "ship_by", "id"],
                name="orders_order_ready",
                condition=models.Q(state="confirmed", goods_allocated=True),
            ),
        ),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["ship_by", "id"],
                name="orders_order_to_ship",
                condition=models.Q(state__in=["placed", "confirmed"])
                & ~models.Q(fulfillment_status__in=["shipped", "delivered", "canceled"]),
            ),
        ),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["priority", "id"],
                name="orders_order_preferred",
                condition=~models.Q(priority=0) & models.Q(state__in=["placed", "confirmed"]),
            ),
        ),
        migrations.RemoveIndex("order", "orders_order_state_placed"),
        migrations.RemoveIndex("order", "orders_order_fulfillment"),
        migrations.AddIndex(
            "order",
            models.Index(fields=["state", "channel_id", "-placed_at", "-id"], name="orders_order_state_channel"),
        ),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["fulfillment_status", "state", "channel_id", "-placed_at", "-id"], name="orders_order_fulfilled"
            ),
        ),
    ]
