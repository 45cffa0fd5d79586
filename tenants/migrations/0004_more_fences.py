"""Fence the new tenant-owned tables, and keep an owner in every business."""

from django.db import migrations

from tenants.postgres import fence, keep_an_owner


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_onboarding_people_history")]

    operations = [
        fence("tenants_branddraft"),
        fence("tenants_registrantdecision"),
        fence("tenants_websitecheck"),
        fence("tenants_tenantexport"),
        keep_an_owner(),
    ]
