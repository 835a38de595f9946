import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('currency', models.CharField(max_length=3)),
                ('includes_tax', models.BooleanField(db_default=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'db_table': 'catalog_price_list',
                'constraints': [models.UniqueConstraint(fields=('code',), name='catalog_price_list_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='catalog_price_list_code_not_blank'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='catalog_price_list_currency_format'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='catalog_price_list_validity_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField()),
                ('description', models.TextField(db_default='')),
            ],
            options={
                'db_table': 'catalog_product',
                'constraints': [models.UniqueConstraint(fields=('code',), name='catalog_product_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='catalog_product_code_not_blank')],
            },
        ),
        migrations.CreateModel(
            name='Sku',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name', models.TextField(db_default='')),
                ('kind', models.TextField(db_default='goods')),
                ('tax_category', models.TextField(db_default='standard')),
                ('weight_grams', models.BigIntegerField(db_default=0)),
                ('length_mm', models.BigIntegerField(db_default=0)),
                ('width_mm', models.BigIntegerField(db_default=0)),
                ('height_mm', models.BigIntegerField(db_default=0)),
                ('quantity_scale', models.SmallIntegerField(db_default=0)),
                ('sellable', models.BooleanField(db_default=True)),
                ('backorderable', models.BooleanField(db_default=True)),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='catalog.product')),
            ],
            options={
                'db_table': 'catalog_sku',
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minimum_quantity', models.BigIntegerField(db_default=1)),
                ('unit_price', models.DecimalField(decimal_places=6, max_digits=18)),
                ('customer_id', models.BigIntegerField(null=True)),
                ('price_list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.pricelist')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.sku')),
            ],
            options={
                'db_table': 'catalog_price',
            },
        ),
        migrations.CreateModel(
            name='BundleComponent',
            fields=[
                ('pk', models.CompositePrimaryKey('bundle_id', 'sku_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('bundle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.sku')),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='catalog.sku')),
            ],
            options={
                'db_table': 'catalog_bundle_component',
            },
        ),
        migrations.CreateModel(
            name='Barcode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('sku', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.sku')),
            ],
            options={
                'db_table': 'catalog_barcode',
            },
        ),
        migrations.CreateModel(
            name='Substitute',
            fields=[
                ('pk', models.CompositePrimaryKey('sku_id', 'substitute_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('rank', models.SmallIntegerField(db_default=1)),
                ('sku', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.sku')),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.sku')),
            ],
            options={
                'db_table': 'catalog_substitute',
            },
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.UniqueConstraint(fields=('code',), name='catalog_sku_code_unique'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='catalog_sku_code_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('goods', 'service', 'bundle'))), name='catalog_sku_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('tax_category__regex', '\\S')), name='catalog_sku_tax_category_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('height_mm__gte', 0), ('length_mm__gte', 0), ('weight_grams__gte', 0), ('width_mm__gte', 0)), name='catalog_sku_size_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('quantity_scale__gte', 0), ('quantity_scale__lte', 6)), name='catalog_sku_quantity_scale_range'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.UniqueConstraint(fields=('price_list', 'sku', 'customer_id', 'minimum_quantity'), name='catalog_price_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_quantity__gt', 0)), name='catalog_price_minimum_quantity_positive'),
        ),
        migrations.AddConstraint(
            model_name='price',
            constraint=models.CheckConstraint(condition=models.Q(('unit_price__gte', 0)), name='catalog_price_unit_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='bundlecomponent',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='catalog_bundle_component_quantity_positive'),
        ),
        migrations.AddConstraint(
            model_name='bundlecomponent',
            constraint=models.CheckConstraint(condition=models.Q(('bundle', models.F('sku')), _negated=True), name='catalog_bundle_component_not_itself'),
        ),
        migrations.AddConstraint(
            model_name='barcode',
            constraint=models.UniqueConstraint(fields=('code',), name='catalog_barcode_code_unique'),
        ),
        migrations.AddConstraint(
            model_name='barcode',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '\\S')), name='catalog_barcode_code_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='substitute',
            constraint=models.CheckConstraint(condition=models.Q(('sku', models.F('substitute')), _negated=True), name='catalog_substitute_not_itself'),
        ),
    ]
