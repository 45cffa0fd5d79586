"""Raise the database's fences around texts and the API's memory of requests."""

from django.db import migrations

from tenants.postgres import append_only, fence, same_tenant


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("registrations", "0002_fences")]

    operations = [
        fence("messaging_message"),
        fence("messaging_messageevent"),
        fence("messaging_inboundmessage"),
        fence("messaging_idempotentrequest"),
        same_tenant("messaging_message", "program_id", "consent_program"),
        same_tenant("messaging_message", "originator_id", "registrations_originator"),
        same_tenant("messaging_message", "answers_event_id", "consent_consentevent"),
        same_tenant("messaging_message", "answers_inbound_id", "messaging_inboundmessage"),
        same_tenant("messaging_messageevent", "message_id", "messaging_message"),
        same_tenant("messaging_inboundmessage", "originator_id", "registrations_originator"),
        append_only("messaging_messageevent"),
    ]
