"""Note by which configuration set a number sends, and let no two businesses share an opt-out list."""

from django.db import migrations, models

# The name of a list is made from its business, so that a list of another one cannot be entered.
OWN_LIST = """
ALTER TABLE registrations_originator ADD CONSTRAINT originator_own_opt_out_list CHECK (
    opt_out_list = '' OR opt_out_list = 'tenant-' || replace(tenant_id::text, '-', '')
)
"""


class Migration(migrations.Migration):
    dependencies = [("registrations", "0007_claims")]

    operations = [
        migrations.AddField(
            model_name="originator",
            name="configuration_set",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RunSQL(
            OWN_LIST,
            "ALTER TABLE registrations_originator DROP CONSTRAINT originator_own_opt_out_list",
        ),
    ]
