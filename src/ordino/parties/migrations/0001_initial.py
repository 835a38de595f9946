import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(db_default='person')),
                ('name', models.TextField(db_default='')),
                ('email', models.TextField(db_default='')),
                ('phone', models.TextField(db_default='')),
                ('vat_id', models.TextField(db_default='')),
                ('external_reference', models.TextField(null=True)),
                ('channel_id', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=3, null=True)),
                ('price_list_id', models.BigIntegerField(null=True)),
                ('credit_limit_minor', models.BigIntegerField(null=True)),
                ('payment_terms_days', models.IntegerField(null=True)),
                ('language', models.TextField(db_default='')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('name_key', models.TextField(db_default='')),
                ('email_key', models.TextField(db_default='')),
                ('phone_key', models.TextField(db_default='')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='parties.customer')),
            ],
            options={
                'db_table': 'parties_customer',
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('role', models.TextField(db_default='')),
                ('email', models.TextField(db_default='')),
                ('phone', models.TextField(db_default='')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.customer')),
            ],
            options={
                'db_table': 'parties_contact',
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.TextField(db_default='shipping')),
                ('recipient', models.TextField(db_default='')),
                ('company', models.TextField(db_default='')),
                ('street', models.TextField(db_default='')),
                ('district', models.TextField(db_default='')),
                ('city', models.TextField(db_default='')),
                ('region', models.TextField(db_default='')),
                ('postal_code', models.TextField(db_default='')),
                ('country', models.CharField(max_length=2)),
                ('phone', models.TextField(db_default='')),
                ('fingerprint', models.TextField()),
                ('problems', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('is_default', models.BooleanField(db_default=False)),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.customer')),
            ],
            options={
                'db_table': 'parties_address',
            },
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['email_key'], name='parties_customer_email_key'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['phone_key'], name='parties_customer_phone_key'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['name_key'], name='parties_customer_name_key'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['vat_id'], name='parties_customer_vat_id'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='parties_customer_merged_into'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(condition=models.Q(('external_reference__isnull', False)), fields=('external_reference', 'channel_id'), name='parties_customer_reference_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('person', 'company'))), name='parties_customer_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('external_reference__isnull', True), ('external_reference__regex', '\\S'), _connector='OR'), name='parties_customer_reference_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('currency__isnull', True), ('currency__regex', '^[A-Z]{3}$'), _connector='OR'), name='parties_customer_currency_format'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('credit_limit_minor__isnull', True), models.Q(('credit_limit_minor__gte', 0), ('currency__isnull', False)), _connector='OR'), name='parties_customer_credit_limit_in_currency'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('payment_terms_days__isnull', True), models.Q(('payment_terms_days__gte', 0), ('payment_terms_days__lte', 3650)), _connector='OR'), name='parties_customer_payment_terms_range'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='parties_customer_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('customer', 'name', 'email'), name='parties_contact_unique'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='parties_contact_name_not_blank'),
        ),
        migrations.AddIndex(
            model_name='address',
            index=models.Index(fields=['fingerprint'], name='parties_address_fingerprint'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.UniqueConstraint(fields=('customer', 'purpose', 'fingerprint'), name='parties_address_unique'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('customer', 'purpose'), name='parties_address_one_default'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ('shipping', 'billing'))), name='parties_address_purpose_known'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='parties_address_country_format'),
        ),
    ]
