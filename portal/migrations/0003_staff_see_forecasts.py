"""Let the groups of staff see forecasts, deadlines, checklists and the account's limits."""

from django.db import migrations

from portal.staff_groups import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_staff_see_looks"),
        ("registrations", "0006_filings_fences"),
        ("consent", "0006_at_the_till"),
        ("messaging", "0005_questions"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
