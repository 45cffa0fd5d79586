"""Make the groups of staff. A migration that adds a model is followed by one more of these."""

from django.db import migrations

from portal.staff_groups import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("tenants", "0006_staff_rights"),
        ("consent", "0003_event_origin"),
        ("registrations", "0003_event_origin"),
        ("messaging", "0003_event_origin"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
