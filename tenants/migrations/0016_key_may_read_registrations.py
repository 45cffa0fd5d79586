"""Let a key be made that may read registrations."""

import django.contrib.postgres.fields
import tenants.models.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0015_two_person_review"),
    ]

    operations = [
        migrations.AlterField(
            model_name="apikey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("messages:send", "Send texts"),
                        ("messages:read", "Read texts and what became of them"),
                        (
                            "registrations:read",
                            "Read registrations and whose turn they are",
                        ),
                        ("texts:lint", "Check wordings against the rules"),
                    ],
                    max_length=20,
                ),
                default=tenants.models.keys.every_scope,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="apikeychange",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("messages:send", "Send texts"),
                        ("messages:read", "Read texts and what became of them"),
                        (
                            "registrations:read",
                            "Read registrations and whose turn they are",
                        ),
                        ("texts:lint", "Check wordings against the rules"),
                    ],
                    max_length=20,
                ),
                default=tenants.models.keys.every_scope,
                size=None,
            ),
        ),
    ]
