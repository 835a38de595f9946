from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0002_lots_in_transit'),
    ]

    operations = [
        migrations.AddField(
            model_name='allocation',
            name='in_fulfillment',
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('in_fulfillment__gte', 0), ('in_fulfillment__lte', models.F('quantity'))), name='inventory_allocation_in_fulfillment_within_quantity'),
        ),
        migrations.RunSQL(
            "alter table inventory_allocation set (fillfactor = 50)",
            "alter table inventory_allocation reset (fillfactor)",
        ),
    ]
