"""Let staff ask for a second person on every filing."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0014_key_may_lint"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="isvsettings",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="isvsettings",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="isvsettings",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="isvsettings",
            name="two_person_review",
            field=models.BooleanField(
                default=False, verbose_name="two persons accept every filing"
            ),
        ),
        migrations.AddField(
            model_name="isvsettingschange",
            name="two_person_review",
            field=models.BooleanField(
                default=False, verbose_name="two persons accept every filing"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "two_person_review", "updated_at") VALUES (NEW."accent", NEW."id", NEW."logo_key", NEW."name", NEW."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."requires_mfa", NEW."sender_email", NEW."sender_name", NEW."support_email", NEW."two_person_review", NEW."updated_at"); RETURN NULL;',
                    hash="dd49e385c6c282ee4d6cdf37e63dddf248883fea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e0353",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "two_person_review", "updated_at") VALUES (NEW."accent", NEW."id", NEW."logo_key", NEW."name", NEW."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."requires_mfa", NEW."sender_email", NEW."sender_name", NEW."support_email", NEW."two_person_review", NEW."updated_at"); RETURN NULL;',
                    hash="1490403ac5ab3eabba4603dddb6beafa6198cdde",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd12f",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "two_person_review", "updated_at") VALUES (OLD."accent", OLD."id", OLD."logo_key", OLD."name", OLD."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."requires_mfa", OLD."sender_email", OLD."sender_name", OLD."support_email", OLD."two_person_review", OLD."updated_at"); RETURN NULL;',
                    hash="cb074b8d5752ba142da4de0cf2af34929d8aef95",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bb0f2",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
    ]
