"""Raise the database's fences around registrations, their answers and their numbers."""

from django.db import migrations

from tenants.postgres import append_only, fence, same_tenant


class Migration(migrations.Migration):
    dependencies = [("registrations", "0001_initial"), ("consent", "0002_fences")]

    operations = [
        fence("registrations_registration"),
        fence("registrations_registrationversion"),
        fence("registrations_fieldvalue"),
        fence("registrations_originator"),
        fence("registrations_registrationevent"),
        same_tenant("registrations_registration", "brand_id", "tenants_brand"),
        same_tenant("registrations_registration", "program_id", "consent_program"),
        same_tenant("registrations_registration", "parent_id", "registrations_registration"),
        same_tenant(
            "registrations_registrationversion", "registration_id", "registrations_registration"
        ),
        same_tenant(
            "registrations_registrationversion", "program_version_id", "consent_programversion"
        ),
        same_tenant("registrations_fieldvalue", "version_id", "registrations_registrationversion"),
        same_tenant("registrations_fieldvalue", "evidence_id", "consent_evidence"),
        same_tenant("registrations_originator", "registration_id", "registrations_registration"),
        same_tenant("registrations_originator", "program_id", "consent_program"),
        same_tenant(
            "registrations_registrationevent", "registration_id", "registrations_registration"
        ),
        same_tenant(
            "registrations_registrationevent", "version_id", "registrations_registrationversion"
        ),
        append_only("registrations_registrationevent"),
        # What was sent to the carrier is evidence: once written it stays as it was.
        migrations.RunSQL(
            """
            CREATE FUNCTION refuse_other_answers() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR NEW.answers_sent IS DISTINCT FROM OLD.answers_sent THEN
                    RAISE EXCEPTION 'answers that were handed in cannot be changed'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER sent_is_frozen BEFORE UPDATE OR DELETE
                ON registrations_registrationversion
                FOR EACH ROW WHEN (OLD.answers_sent IS NOT NULL)
                EXECUTE FUNCTION refuse_other_answers();
            """,
            """
            DROP TRIGGER sent_is_frozen ON registrations_registrationversion;
            DROP FUNCTION refuse_other_answers();
            """,
        ),
    ]
