"""Let no business come back from its erasure, so that history is blanked at no other price."""

from django.db import migrations

from tenants.postgres import erased_for_good


class Migration(migrations.Migration):
    dependencies = [("tenants", "0008_website_seen")]

    operations = [erased_for_good()]
