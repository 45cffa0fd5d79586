"""Raise the database's fences around the tenant-owned tables of this app."""

from django.db import migrations

from tenants.postgres import append_only, append_only_function, fence, staff_grants


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        staff_grants(),
        append_only_function(),
        fence("tenants_brand"),
        fence("tenants_tenantevent"),
        append_only("tenants_tenantevent"),
    ]
