import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0001_stock'),
    ]

    operations = [
        migrations.AddField(
            model_name='transferline',
            name='lot',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='inventory.lot'),
        ),
    ]
