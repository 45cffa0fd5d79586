"""Raise the database's fences around programs, evidence and the consent ledger."""

from django.db import migrations

from tenants.postgres import append_only, fence, same_tenant


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("tenants", "0002_fences")]

    operations = [
        fence("consent_program"),
        fence("consent_programversion"),
        fence("consent_evidence"),
        fence("consent_consentevent"),
        fence("consent_consent"),
        fence("consent_programevent"),
        same_tenant("consent_programversion", "program_id", "consent_program"),
        same_tenant("consent_evidence", "program_id", "consent_program"),
        same_tenant("consent_consentevent", "program_id", "consent_program"),
        same_tenant("consent_consentevent", "version_id", "consent_programversion"),
        same_tenant("consent_consent", "program_id", "consent_program"),
        same_tenant("consent_consent", "last_event_id", "consent_consentevent"),
        same_tenant("consent_programevent", "program_id", "consent_program"),
        same_tenant("consent_programevent", "version_id", "consent_programversion"),
        append_only("consent_consentevent"),
        append_only("consent_programevent"),
        # A published wording may only be superseded: everything else about it is frozen.
        migrations.RunSQL(
            """
            CREATE FUNCTION refuse_rewording() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'status' <> to_jsonb(OLD) - 'status'
                   OR NEW.status = 'draft' THEN
                    RAISE EXCEPTION 'a published version cannot be changed: make a new one'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER published_is_frozen BEFORE UPDATE OR DELETE ON consent_programversion
                FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_rewording();
            """,
            """
            DROP TRIGGER published_is_frozen ON consent_programversion;
            DROP FUNCTION refuse_rewording();
            """,
        ),
        # Proof is kept: evidence is never edited or deleted by the application.
        append_only("consent_evidence"),
    ]
