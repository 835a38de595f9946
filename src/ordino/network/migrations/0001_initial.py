import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField(db_default='')),
                ('active', models.BooleanField(db_default=True)),
            ],
            options={
                'db_table': 'network_carrier',
                'constraints': [models.UniqueConstraint(fields=('code',), name='network_carrier_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='network_carrier_code_not_blank')],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField(db_default='')),
                ('kind', models.TextField(db_default='shop')),
                ('currency', models.CharField(max_length=3)),
                ('price_list_id', models.BigIntegerField(null=True)),
                ('prices_include_tax', models.BooleanField(db_default=True)),
                ('tax_rounding', models.TextField(db_default='total')),
                ('stock_buffer', models.BigIntegerField(db_default=0)),
                ('out_of_stock', models.TextField(db_default='backorder')),
                ('payment_minutes', models.IntegerField(null=True)),
                ('time_zone', models.TextField(db_default='UTC')),
            ],
            options={
                'db_table': 'network_channel',
                'constraints': [models.UniqueConstraint(fields=('code',), name='network_channel_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='network_channel_code_not_blank'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='network_channel_currency_format'), models.CheckConstraint(condition=models.Q(('tax_rounding__in', ('total', 'line', 'unit'))), name='network_channel_tax_rounding_known'), models.CheckConstraint(condition=models.Q(('out_of_stock__in', ('backorder', 'refuse'))), name='network_channel_out_of_stock_known'), models.CheckConstraint(condition=models.Q(('stock_buffer__gte', 0)), name='network_channel_stock_buffer_not_negative'), models.CheckConstraint(condition=models.Q(('payment_minutes__isnull', True), ('payment_minutes__gt', 0), _connector='OR'), name='network_channel_payment_minutes_positive')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField(db_default='')),
                ('kind', models.TextField(db_default='warehouse')),
                ('country', models.CharField(max_length=2)),
                ('region', models.TextField(db_default='')),
                ('postal_code', models.TextField(db_default='')),
                ('city', models.TextField(db_default='')),
                ('street', models.TextField(db_default='')),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('time_zone', models.TextField(db_default='UTC')),
                ('cutoff', models.TimeField(null=True)),
                ('working_days', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_default=[1, 2, 3, 4, 5, 6, 7], size=None)),
                ('daily_capacity_orders', models.BigIntegerField(null=True)),
                ('handling_days', models.IntegerField(db_default=0)),
                ('priority', models.IntegerField(db_default=100)),
                ('fulfills', models.BooleanField(db_default=True)),
                ('active', models.BooleanField(db_default=True)),
            ],
            options={
                'db_table': 'network_location',
                'constraints': [models.UniqueConstraint(fields=('code',), name='network_location_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='network_location_code_not_blank'), models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='network_location_country_format'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='network_location_coordinates_range'), models.CheckConstraint(condition=models.Q(('working_days__contained_by', [1, 2, 3, 4, 5, 6, 7]), ('working_days__len__gte', 1)), name='network_location_working_days_known'), models.CheckConstraint(condition=models.Q(('daily_capacity_orders__isnull', True), ('daily_capacity_orders__gte', 0), _connector='OR'), name='network_location_capacity_not_negative'), models.CheckConstraint(condition=models.Q(('handling_days__gte', 0), ('handling_days__lte', 365)), name='network_location_handling_days_range')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('pk', models.CompositePrimaryKey('location_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('name', models.TextField(db_default='')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.location')),
            ],
            options={
                'db_table': 'network_holiday',
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField(db_default='')),
                ('active', models.BooleanField(db_default=True)),
                ('carrier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.carrier')),
            ],
            options={
                'db_table': 'network_service',
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_country', models.CharField(max_length=2)),
                ('to_country', models.CharField(max_length=2)),
                ('max_weight_grams', models.BigIntegerField()),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('transit_days', models.IntegerField()),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.service')),
            ],
            options={
                'db_table': 'network_rate',
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('region', models.TextField(db_default='')),
                ('category', models.TextField(db_default='standard')),
                ('rate', models.DecimalField(decimal_places=6, max_digits=9)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'db_table': 'network_tax_rate',
                'constraints': [models.UniqueConstraint(fields=('country', 'region', 'category', 'valid_from'), name='network_tax_rate_unique'), models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='network_tax_rate_country_format'), models.CheckConstraint(condition=models.Q(('category__regex', '\\S')), name='network_tax_rate_category_not_blank'), models.CheckConstraint(condition=models.Q(('rate__gte', 0)), name='network_tax_rate_not_negative'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='network_tax_rate_validity_ordered')],
            },
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('carrier', 'code'), name='network_service_code_unique'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='network_service_code_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.UniqueConstraint(fields=('from_country', 'to_country', 'service', 'currency', 'max_weight_grams'), name='network_rate_unique'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('from_country__regex', '^[A-Z]{2}$'), ('to_country__regex', '^[A-Z]{2}$')), name='network_rate_country_format'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='network_rate_currency_format'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('max_weight_grams__gt', 0)), name='network_rate_max_weight_positive'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0)), name='network_rate_amount_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('transit_days__gte', 0), ('transit_days__lte', 365)), name='network_rate_transit_days_range'),
        ),
    ]
