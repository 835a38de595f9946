import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Bin',
            fields=[
                ('pk', models.CompositePrimaryKey('location_id', 'sku_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('location_id', models.BigIntegerField()),
                ('sku_id', models.BigIntegerField()),
                ('bin', models.TextField()),
                ('walk_position', models.BigIntegerField()),
            ],
            options={
                'db_table': 'fulfillment_bin',
                'constraints': [models.CheckConstraint(condition=models.Q(('bin', ''), _negated=True), name='fulfillment_bin_named')],
            },
        ),
        migrations.CreateModel(
            name='Box',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('length_mm', models.BigIntegerField()),
                ('width_mm', models.BigIntegerField()),
                ('height_mm', models.BigIntegerField()),
                ('maximum_weight_grams', models.BigIntegerField()),
                ('tare_weight_grams', models.BigIntegerField(db_default=0)),
                ('active', models.BooleanField(db_default=True)),
            ],
            options={
                'db_table': 'fulfillment_box',
                'constraints': [models.UniqueConstraint(fields=('code',), name='fulfillment_box_code_once'), models.CheckConstraint(condition=models.Q(('length_mm__gt', 0), ('width_mm__gt', 0), ('height_mm__gt', 0), ('maximum_weight_grams__gt', 0), ('tare_weight_grams__gte', 0)), name='fulfillment_box_measures_positive')],
            },
        ),
        migrations.CreateModel(
            name='FulfillmentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_id', models.BigIntegerField()),
                ('location_id', models.BigIntegerField()),
                ('method', models.TextField(db_default='ship')),
                ('state', models.TextField(db_default='planned')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('released_at', models.DateTimeField(null=True)),
                ('pick_batch_id', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'fulfillment_order',
                'indexes': [models.Index(fields=['order_id'], name='fulfillment_order_order'), models.Index(condition=models.Q(('state__in', ('planned', 'released', 'picking', 'packed'))), fields=['location_id', 'state', 'id'], name='fulfillment_order_open'), models.Index(condition=models.Q(('pick_batch_id__isnull', False)), fields=['pick_batch_id'], name='fulfillment_order_pick_batch')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'released', 'picking', 'packed', 'shipped', 'closed', 'rejected', 'canceled'))), name='fulfillment_order_state'), models.CheckConstraint(condition=models.Q(('method__in', ('ship', 'pickup'))), name='fulfillment_order_method')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('pk', models.CompositePrimaryKey('fulfillment_order_id', 'line_number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('fulfillment_order_id', models.BigIntegerField()),
                ('line_number', models.IntegerField()),
                ('sku_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('picked', models.BigIntegerField(db_default=0)),
                ('packed', models.BigIntegerField(db_default=0)),
                ('shipped', models.BigIntegerField(db_default=0)),
                ('short', models.BigIntegerField(db_default=0)),
                ('withdrawn', models.BigIntegerField(db_default=0)),
            ],
            options={
                'db_table': 'fulfillment_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('shipped__gte', 0), ('packed__gte', models.F('shipped')), ('picked__gte', models.F('packed')), ('quantity__gte', models.F('picked'))), name='fulfillment_line_in_order'), models.CheckConstraint(condition=models.Q(('short__gte', 0), ('withdrawn__gte', 0)), name='fulfillment_line_left_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fulfillment_order_id', models.BigIntegerField()),
                ('sscc', models.TextField()),
                ('box', models.TextField(db_default='')),
                ('weight_grams', models.BigIntegerField()),
                ('state', models.TextField(db_default='packed')),
                ('shipment_id', models.BigIntegerField(null=True)),
                ('packed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'fulfillment_package',
                'indexes': [models.Index(fields=['fulfillment_order_id'], name='fulfillment_package_order'), models.Index(condition=models.Q(('shipment_id__isnull', False)), fields=['shipment_id'], name='fulfillment_package_shipment')],
                'constraints': [models.UniqueConstraint(fields=('sscc',), name='fulfillment_package_sscc_once'), models.CheckConstraint(condition=models.Q(('sscc__regex', '^[0-9]{18}$')), name='fulfillment_package_sscc_digits'), models.CheckConstraint(condition=models.Q(('state__in', ('packed', 'shipped', 'unpacked'))), name='fulfillment_package_state'), models.CheckConstraint(condition=models.Q(('weight_grams__gte', 0)), name='fulfillment_package_weight_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'unpacked'), _negated=True), ('shipment_id__isnull', True), _connector='OR'), name='fulfillment_package_unpacked_is_in_no_shipment')],
            },
        ),
        migrations.CreateModel(
            name='PackageLine',
            fields=[
                ('pk', models.CompositePrimaryKey('package_id', 'line_number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('package_id', models.BigIntegerField()),
                ('line_number', models.IntegerField()),
                ('sku_id', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
            ],
            options={
                'db_table': 'fulfillment_package_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='fulfillment_package_line_quantity_positive')],
            },
        ),
        migrations.CreateModel(
            name='PickBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location_id', models.BigIntegerField()),
                ('state', models.TextField(db_default='open')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'fulfillment_pick_batch',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('open', 'closed'))), name='fulfillment_pick_batch_state')],
            },
        ),
    ]
