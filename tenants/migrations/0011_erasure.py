"""Let history be blanked while its tenant is being erased, and at no other time."""

from django.db import migrations

from tenants.postgres import erasure


class Migration(migrations.Migration):
    dependencies = [("tenants", "0006_staff_rights")]

    operations = [erasure()]
