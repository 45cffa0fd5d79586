"""Let a text be the question of a double opt-in, and a reply be answered by one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_texts_tell_help")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("program", "Program message"),
                    ("optin_confirm", "Opt-in confirmation"),
                    ("optin_request", "Question whether they agree"),
                    ("optout_confirm", "Opt-out confirmation"),
                    ("help_reply", "HELP reply"),
                ],
                default="program",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="inboundmessage",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("stopped", "Stopped; confirmation sent"),
                    ("stopped_silently", "Stopped; no second confirmation"),
                    ("helped", "HELP answered"),
                    ("joined", "Opted in; confirmation sent"),
                    ("asked", "Asked whether they agree; YES opts in"),
                    ("age_unknown", "Not opted in: only the form asks for the age"),
                    ("already_in", "Had opted in already"),
                    ("too_old", "START older than STOP; still stopped"),
                    ("carrier_answered", "The carrier answers this by itself"),
                    ("limited", "Not answered: asked too often"),
                    ("needs_person", "May be a STOP: decide"),
                    ("kept", "For you to read"),
                    ("not_a_phone", "Not from a phone"),
                    ("stopped_by_member", "Stopped by a member"),
                    ("not_a_stop", "Not a STOP, says a member"),
                ],
                max_length=40,
            ),
        ),
    ]
