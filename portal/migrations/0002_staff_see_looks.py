"""Let the groups of staff see uploads, looks at live pages, and what vanished from them."""

from django.db import migrations

from portal.staff_groups import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_staff_groups"),
        ("tenants", "0014_key_may_lint"),
        ("consent", "0005_fences_and_names"),
        ("registrations", "0004_answers_lose_secrets"),
        ("messaging", "0003_event_origin"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
