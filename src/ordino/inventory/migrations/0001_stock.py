import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

from ordino.engine.guards import guard_tables

LEVEL = "inventory_level (sku_id, location_id)"
FOREIGN_KEYS = (
    ("inventory_level", "sku_exists", "sku_id", "catalog_sku (id)"),
    ("inventory_level", "location_exists", "location_id", "network_location (id)"),
    ("inventory_bucket", "level_exists", "sku_id, location_id", LEVEL),
    ("inventory_reservation", "level_exists", "sku_id, location_id", LEVEL),
    ("inventory_incoming", "level_exists", "sku_id, location_id", LEVEL),
    ("inventory_lot", "sku_exists", "sku_id", "catalog_sku (id)"),
    ("inventory_serial", "sku_exists", "sku_id", "catalog_sku (id)"),
    ("inventory_transfer", "from_exists", "from_location_id", "network_location (id)"),
    ("inventory_transfer", "to_exists", "to_location_id", "network_location (id)"),
    ("inventory_transfer_line", "sku_exists", "sku_id", "catalog_sku (id)"),
    ("inventory_movement", "lot_exists", "lot_id", "inventory_lot (id)"),
)

# An allocation is written from the update of its level (see allocate in sql/allocations.sql); a foreign key would look
# each one up again, a fifth of the cost of committing stock. What remains to be held is that no level goes away.
KEEP_LEVELS = """
create function inventory_keep_level() returns trigger language plpgsql as $$
begin
    raise exception 'stock levels are kept: allocations, movements and the journal speak of them'
        using errcode = 'restrict_violation';
end $$;
create trigger inventory_level_is_kept before delete on inventory_level
    for each row execute function inventory_keep_level();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('engine', '0001_initial'),
        ('catalog', '0001_initial'),
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('pk', models.CompositePrimaryKey('order_id', 'line_number', 'location_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('order_id', models.BigIntegerField()),
                ('line_number', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('sku_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'inventory_allocation',
                'indexes': [models.Index(fields=['sku_id', 'location_id'], name='inventory_allocation_level')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_allocation_quantity_positive')],
            },
        ),
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('pk', models.CompositePrimaryKey('sku_id', 'location_id', 'bucket', blank=True, editable=False, primary_key=True, serialize=False)),
                ('sku_id', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('bucket', models.TextField()),
                ('quantity', models.BigIntegerField()),
            ],
            options={
                'db_table': 'inventory_bucket',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='inventory_bucket_quantity_not_negative'), models.CheckConstraint(condition=models.Q(('bucket__in', ('damaged', 'quality'))), name='inventory_bucket_known')],
            },
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku_id', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('received_quantity', models.BigIntegerField(db_default=0)),
                ('expected_at', models.DateTimeField()),
                ('reference', models.TextField(db_default='')),
                ('state', models.TextField(db_default='expected')),
            ],
            options={
                'db_table': 'inventory_incoming',
                'indexes': [models.Index(condition=models.Q(('state', 'expected')), fields=['sku_id', 'expected_at'], name='inventory_incoming_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_incoming_quantity_positive'), models.CheckConstraint(condition=models.Q(('received_quantity__gte', 0), ('received_quantity__lte', models.F('quantity'))), name='inventory_incoming_received_within_quantity'), models.CheckConstraint(condition=models.Q(('state__in', ('expected', 'received', 'canceled'))), name='inventory_incoming_state')],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('pk', models.CompositePrimaryKey('sku_id', 'location_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('sku_id', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('on_hand', models.BigIntegerField(db_default=0)),
                ('reserved', models.BigIntegerField(db_default=0)),
                ('allocated', models.BigIntegerField(db_default=0)),
                ('unavailable', models.BigIntegerField(db_default=0)),
                ('safety_stock', models.BigIntegerField(db_default=0)),
            ],
            options={
                'db_table': 'inventory_level',
                'constraints': [models.CheckConstraint(condition=models.Q(('on_hand__gte', 0)), name='inventory_level_on_hand_not_negative'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='inventory_level_reserved_not_negative'), models.CheckConstraint(condition=models.Q(('allocated__gte', 0)), name='inventory_level_allocated_not_negative'), models.CheckConstraint(condition=models.Q(('unavailable__gte', 0)), name='inventory_level_unavailable_not_negative'), models.CheckConstraint(condition=models.Q(('safety_stock__gte', 0)), name='inventory_level_safety_stock_not_negative'), models.CheckConstraint(condition=models.Q(('on_hand__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reserved'), '+', models.F('allocated')), '+', models.F('unavailable')))), name='inventory_level_available_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku_id', models.BigIntegerField()),
                ('code', models.TextField()),
                ('expires_on', models.DateField(null=True)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'inventory_lot',
                'constraints': [models.UniqueConstraint(fields=('sku_id', 'code'), name='inventory_lot_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('from_account', models.TextField()),
                ('to_account', models.TextField()),
                ('reason', models.TextField()),
                ('reference', models.TextField(db_default='')),
                ('lot_id', models.BigIntegerField(null=True)),
                ('occurred_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'inventory_movement',
                'indexes': [models.Index(fields=['sku_id', 'occurred_at'], name='inventory_movement_sku'), models.Index(condition=models.Q(('lot_id__isnull', False)), fields=['lot_id'], name='inventory_movement_lot')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_movement_quantity_positive'), models.CheckConstraint(condition=models.Q(('from_account', models.F('to_account')), _negated=True), name='inventory_movement_two_accounts')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.TextField()),
                ('sku_id', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('state', models.TextField(db_default='active')),
                ('expires_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('expiry_journaled', models.BooleanField(db_default=False)),
            ],
            options={
                'db_table': 'inventory_reservation',
                'indexes': [models.Index(condition=models.Q(('state', 'active')), fields=['sku_id', 'location_id', 'expires_at'], name='inventory_reservation_level'), models.Index(condition=models.Q(('state', 'active')), fields=['owner'], name='inventory_reservation_owner'), models.Index(condition=models.Q(('state', 'active')), fields=['expires_at'], name='inventory_reservation_due'), models.Index(condition=models.Q(('expiry_journaled', False), ('state', 'expired')), fields=['id'], name='inventory_reservation_silent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_reservation_quantity_positive'), models.CheckConstraint(condition=models.Q(('state__in', ('active', 'converted', 'released', 'expired'))), name='inventory_reservation_state')],
            },
        ),
        migrations.CreateModel(
            name='Serial',
            fields=[
                ('pk', models.CompositePrimaryKey('sku_id', 'code', blank=True, editable=False, primary_key=True, serialize=False)),
                ('sku_id', models.BigIntegerField()),
                ('code', models.TextField()),
                ('account', models.TextField()),
                ('lot_id', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'inventory_serial',
                'indexes': [models.Index(fields=['sku_id', 'account'], name='inventory_serial_account')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_location_id', models.BigIntegerField()),
                ('to_location_id', models.BigIntegerField()),
                ('state', models.TextField(db_default='in_transit')),
                ('reference', models.TextField(db_default='')),
                ('shipped_at', models.DateTimeField()),
                ('expected_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'inventory_transfer',
                'constraints': [models.CheckConstraint(condition=models.Q(('from_location_id', models.F('to_location_id')), _negated=True), name='inventory_transfer_two_locations'), models.CheckConstraint(condition=models.Q(('state__in', ('in_transit', 'closed'))), name='inventory_transfer_state')],
            },
        ),
        migrations.CreateModel(
            name='TransferLine',
            fields=[
                ('pk', models.CompositePrimaryKey('transfer_id', 'sku_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('sku_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('received_quantity', models.BigIntegerField(db_default=0)),
                ('lost_quantity', models.BigIntegerField(db_default=0)),
                ('transfer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='inventory.transfer')),
            ],
            options={
                'db_table': 'inventory_transfer_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_transfer_line_quantity_positive'), models.CheckConstraint(condition=models.Q(('received_quantity__gte', 0), ('lost_quantity__gte', 0), ('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('received_quantity'), '+', models.F('lost_quantity')))), name='inventory_transfer_line_arrived_within_quantity')],
            },
        ),
        *(
            migrations.RunSQL(
                f"alter table {table} add constraint {table}_{name} foreign key ({columns}) references {target}",
                f"alter table {table} drop constraint {table}_{name}",
            )
            for table, name, columns, target in FOREIGN_KEYS
        ),
        migrations.RunSQL(
            "alter table inventory_level set (fillfactor = 50)", "alter table inventory_level reset (fillfactor)"
        ),
        migrations.RunSQL(KEEP_LEVELS, "drop trigger inventory_level_is_kept on inventory_level; drop function inventory_keep_level()"),
        guard_tables(
            "inventory_level",
            "inventory_movement",
            "inventory_bucket",
            "inventory_allocation",
            "inventory_reservation",
            "inventory_incoming",
            "inventory_transfer",
            "inventory_transfer_line",
            "inventory_lot",
            "inventory_serial",
        ),
    ]
