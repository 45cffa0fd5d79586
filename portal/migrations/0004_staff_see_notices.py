"""Let support and administrators see what a business was told, and how its webhooks fare."""

from django.db import migrations

from portal.staff_groups import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_staff_see_forecasts"),
        ("tenants", "0018_notice_fences"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
