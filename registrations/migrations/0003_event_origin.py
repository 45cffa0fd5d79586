"""Keep with every event where it came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0002_fences"),
    ]

    operations = [
        migrations.AddField(
            model_name="registrationevent",
            name="address",
            field=models.GenericIPAddressField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="door",
            field=models.CharField(
                choices=[
                    ("web", "Web"),
                    ("admin", "Staff pages"),
                    ("api", "API"),
                    ("hook", "Carrier's notification"),
                    ("inside", "The portal itself"),
                ],
                default="inside",
                max_length=6,
            ),
        ),
    ]
