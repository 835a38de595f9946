from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signin', '0001_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='preferences',
            name='invited_at',
            field=models.DateTimeField(null=True),
        ),
    ]
