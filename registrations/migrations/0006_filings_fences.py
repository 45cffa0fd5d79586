"""Fence what filings gained, keep forecasts as they were made, and say which approvals stand."""

from django.db import migrations, models

from tenants.postgres import append_only, fence, same_tenant

IN_FORCE = """
-- The owner of a table obeys its fence as well, and there is no tenant in a migration.
ALTER TABLE registrations_registration NO FORCE ROW LEVEL SECURITY;
ALTER TABLE registrations_registrationversion NO FORCE ROW LEVEL SECURITY;
UPDATE registrations_registration r SET approved_round =
    (SELECT max(v.number) FROM registrations_registrationversion v WHERE v.registration_id = r.id)
WHERE r.status = 'approved';
ALTER TABLE registrations_registration FORCE ROW LEVEL SECURITY;
ALTER TABLE registrations_registrationversion FORCE ROW LEVEL SECURITY;
-- The constraints below cannot be added while changes of this transaction are unchecked.
SET CONSTRAINTS ALL IMMEDIATE;
"""

# What an erasure may blank, by table; everything else of an append-only row stays for good.
ERASURE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    blank jsonb := '{"data": {}, "actor_id": "", "actor_label": "", "address": null}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF TG_TABLE_NAME = 'consent_evidence' THEN
            blank := '{"caption": "", "original_name": "", "uploaded_by": ""}';
        ELSIF TG_TABLE_NAME = 'registrations_forecast' THEN
            blank := '{"findings": [], "made_by": ""}';
        ELSIF TG_TABLE_NAME = 'registrations_acknowledgement' THEN
            blank := '{"reason": "", "made_by": ""}';
        END IF;
        IF to_jsonb(NEW) = to_jsonb(OLD) || blank AND may_erase(OLD.tenant_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0005_filings_grow"),
        ("tenants", "0011_erasure"),
    ]

    operations = [
        migrations.RunSQL(IN_FORCE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=~models.Q(status="approved") | models.Q(approved_round__isnull=False),
                name="registration_approved_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=~models.Q(status__in=("rejected", "revoked", "closed"))
                | models.Q(approved_round__isnull=True),
                name="registration_ended_not_in_force",
            ),
        ),
        migrations.RunSQL(ERASURE, migrations.RunSQL.noop),
        fence("registrations_provisionstep"),
        fence("registrations_forecast"),
        fence("registrations_acknowledgement"),
        fence("registrations_livecheck"),
        fence("registrations_forecastscore"),
        fence("registrations_deadline"),
        same_tenant("registrations_provisionstep", "originator_id", "registrations_originator"),
        same_tenant("registrations_forecast", "version_id", "registrations_registrationversion"),
        same_tenant(
            "registrations_acknowledgement", "version_id", "registrations_registrationversion"
        ),
        same_tenant("registrations_livecheck", "version_id", "registrations_registrationversion"),
        same_tenant("registrations_forecastscore", "forecast_id", "registrations_forecast"),
        same_tenant("registrations_deadline", "registration_id", "registrations_registration"),
        append_only("registrations_forecast"),
        append_only("registrations_acknowledgement"),
        append_only("registrations_forecastscore"),
    ]
