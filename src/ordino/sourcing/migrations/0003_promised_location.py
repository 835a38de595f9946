from django.db import migrations, models

# Receipts name their location; parts from stock were made in the order of their allocations. Where these have left already, any
# location of the line, or at last any one, is said: only units that are still there go by it.
SAY_WHERE = """
select set_config('ordino.command', 'migration', true);
update sourcing_promise promise set location_id = coalesce(
    (select location_id from inventory_incoming where id = promise.incoming_id),
    (
        select location_id from (
            select location_id, row_number() over (order by created_at, quantity desc, location_id) as place
            from inventory_allocation
            where order_id = promise.order_id and line_number = promise.line_number
        ) as allocated
        order by place <> promise.part, place limit 1
    ),
    (select id from network_location order by not fulfills, id limit 1)
)
where source <> 'unknown';
select set_config('ordino.command', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sourcing", "0002_guards"),
        ("inventory", "0003_in_fulfillment"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="location_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(SAY_WHERE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("location_id__isnull", True), ("source", "unknown"))
                | models.Q(models.Q(("source", "unknown"), _negated=True), ("location_id__isnull", False)),
                name="sourcing_promise_location_named",
            ),
        ),
    ]
