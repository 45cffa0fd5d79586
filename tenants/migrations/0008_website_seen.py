"""Keep what else was read of a website: words, links to policies, signs of an unfinished site."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0011_erasure")]

    operations = [
        migrations.AddField(
            model_name="websitecheck", name="seen", field=models.JSONField(default=dict)
        ),
    ]
