"""Let answers as filed be encrypted anew, and lose personal data when their tenant is erased."""

from django.db import migrations

# Both are asked for by a setting of the transaction (tenants/scoping.py). Encrypting anew may
# change nothing but cipher texts; erasing may only replace whole answers by a mark.
ALLOW = """
CREATE OR REPLACE FUNCTION refuse_other_answers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong boolean := true;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.answers_sent IS NOT DISTINCT FROM OLD.answers_sent THEN
            RETURN NEW;
        END IF;
        IF current_setting('portal.reencrypting', true) = 'on' THEN
            SELECT count(*) > 0 INTO wrong
            FROM jsonb_each(OLD.answers_sent) o
            FULL JOIN jsonb_each(coalesce(NEW.answers_sent, '{}')) n USING (key)
            WHERE o.value IS DISTINCT FROM n.value AND NOT coalesce(
                o.value ? 'encrypted' AND n.value ? 'encrypted'
                AND o.value - 'encrypted' = n.value - 'encrypted', false);
        ELSIF may_erase(OLD.tenant_id) THEN
            SELECT count(*) > 0 INTO wrong
            FROM jsonb_each(OLD.answers_sent) o
            FULL JOIN jsonb_each(coalesce(NEW.answers_sent, '{}')) n USING (key)
            WHERE o.value IS DISTINCT FROM n.value
                AND (o.value IS NULL OR n.value IS DISTINCT FROM '{"erased": true}');
        END IF;
        IF NOT wrong THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'answers that were handed in cannot be changed'
        USING ERRCODE = 'restrict_violation';
END $$;
"""

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_other_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.answers_sent IS DISTINCT FROM OLD.answers_sent THEN
        RAISE EXCEPTION 'answers that were handed in cannot be changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registrations", "0003_event_origin"), ("tenants", "0011_erasure")]

    operations = [migrations.RunSQL(ALLOW, REFUSE)]
