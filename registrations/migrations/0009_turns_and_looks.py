"""Indexes for whose turn of filing it is, and for looks at what the carrier lists."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0006_at_the_till"),
        ("registrations", "0008_configuration_set"),
        ("tenants", "0015_two_person_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["carrier_id"], name="registration_at_carrier"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["tenant", "filing_turn_at"], name="registration_turns"),
        ),
    ]
