from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("online_services", "0004_catalogue"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="sent_by_id",
            field=models.UUIDField(null=True),
        ),
    ]
