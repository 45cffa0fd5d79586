"""Rights of staff about people: appointing them, and taking a lost second step off."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_more_fences")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "permissions": [
                    ("appoint_staff", "Can say who is staff and in which groups"),
                    ("reset_second_step", "Can take a lost second step off"),
                ]
            },
        ),
    ]
