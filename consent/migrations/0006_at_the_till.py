"""Let an opt-in say that it was given on a screen at the till."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_fences_and_names")]

    operations = [
        migrations.AlterField(
            model_name="consentevent",
            name="method",
            field=models.CharField(
                choices=[
                    ("web_form", "Web form"),
                    ("keyword", "Text message"),
                    ("verbal", "Spoken"),
                    ("paper", "Paper"),
                    ("pos", "Screen at the till"),
                    ("api", "Tenant's app"),
                    ("staff", "Staff or member entry"),
                    ("carrier", "Carrier's opt-out list"),
                ],
                max_length=10,
            ),
        ),
    ]
