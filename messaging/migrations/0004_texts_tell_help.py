"""Mark the texts that say how to get help and how to stop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0003_event_origin"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="tells_help",
            field=models.BooleanField(default=False),
        ),
    ]
