"""Let a key be made that may check wordings and nothing else."""

import django.contrib.postgres.fields
import tenants.models.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0013_business_is_the_word"),
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
                        ("texts:lint", "Check wordings against the rules"),
                    ],
                    max_length=20,
                ),
                default=tenants.models.keys.every_scope,
                size=None,
            ),
        ),
    ]
