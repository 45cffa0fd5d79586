"""Fence the new tables, and give every version the name that its program has or was frozen with.

The owner of the tables is bound by their row security too, and published versions are frozen; both
are lifted for this one statement, inside the migration's transaction.
"""

from django.db import migrations

from tenants.postgres import fence, same_tenant

NAMES = """
ALTER TABLE consent_program NO FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_programversion NO FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_programversion DISABLE TRIGGER published_is_frozen;
UPDATE consent_programversion version
    SET name = coalesce(version.content ->> 'program_name', program.name)
    FROM consent_program program WHERE program.id = version.program_id AND version.name = '';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE consent_programversion ENABLE TRIGGER published_is_frozen;
ALTER TABLE consent_programversion FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_program FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_programs_grow")]

    operations = [
        fence("consent_evidenceupload"),
        fence("consent_pagelook"),
        fence("consent_drifttask"),
        same_tenant("consent_evidenceupload", "program_id", "consent_program"),
        same_tenant("consent_evidenceupload", "evidence_id", "consent_evidence"),
        same_tenant("consent_pagelook", "program_id", "consent_program"),
        same_tenant("consent_drifttask", "program_id", "consent_program"),
        same_tenant("consent_drifttask", "look_id", "consent_pagelook"),
        same_tenant("consent_drifttask", "draft_id", "consent_programversion"),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
    ]
