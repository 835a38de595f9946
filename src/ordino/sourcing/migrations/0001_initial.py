
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('pk', models.CompositePrimaryKey('order_id', 'line_number', 'part', blank=True, editable=False, primary_key=True, serialize=False)),
                ('order_id', models.BigIntegerField()),
                ('line_number', models.IntegerField()),
                ('part', models.SmallIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('source', models.TextField()),
                ('ship_by', models.DateField(null=True)),
                ('deliver_by', models.DateField(null=True)),
                ('incoming_id', models.BigIntegerField(null=True)),
                ('reasons', models.JSONField()),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'sourcing_promise',
                'indexes': [models.Index(condition=models.Q(('incoming_id__isnull', False)), fields=['incoming_id'], name='sourcing_promise_incoming')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='sourcing_promise_quantity_positive'), models.CheckConstraint(condition=models.Q(('part__gt', 0)), name='sourcing_promise_part_from_one'), models.CheckConstraint(condition=models.Q(('source__in', ('stock', 'incoming', 'unknown'))), name='sourcing_promise_source'), models.CheckConstraint(condition=models.Q(models.Q(('incoming_id__isnull', False), ('source', 'incoming')), models.Q(('incoming_id__isnull', True), ('source__in', ['stock', 'unknown'])), _connector='OR'), name='sourcing_promise_incoming_named'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'unknown'), _negated=True), models.Q(('deliver_by__isnull', True), ('ship_by__isnull', True)), _connector='OR'), name='sourcing_promise_unknown_without_date')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel_id', models.BigIntegerField(null=True)),
                ('max_parcels', models.SmallIntegerField(db_default=3)),
                ('extra_parcel_cost_minor', models.BigIntegerField(db_default=0)),
                ('default_transit_days', models.SmallIntegerField(null=True)),
                ('costs', models.JSONField(db_default=[])),
                ('location_costs', models.JSONField(db_default=[])),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'sourcing_rule',
                'constraints': [models.UniqueConstraint(fields=('channel_id',), name='sourcing_rule_channel_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('max_parcels__gte', 1), ('max_parcels__lte', 20)), name='sourcing_rule_max_parcels'), models.CheckConstraint(condition=models.Q(('extra_parcel_cost_minor__gte', 0)), name='sourcing_rule_extra_parcel_cost'), models.CheckConstraint(condition=models.Q(('default_transit_days__isnull', True), models.Q(('default_transit_days__gte', 0), ('default_transit_days__lte', 365)), _connector='OR'), name='sourcing_rule_default_transit_days')],
            },
        ),
    ]
