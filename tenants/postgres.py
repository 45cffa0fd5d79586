"""Migration operations for what must hold in the database whatever the code does.

- `fence(table)`: row security, enabled and forced. A row is visible to the tenant named by the
  transaction's `portal.tenant_id`, and to the staff role, which no login role inherits from.
- `same_tenant(table, column, parent)`: a foreign key that cannot join two tenants. PostgreSQL
  checks plain foreign keys past row security, so the tenant must be part of the key.
- `append_only(table)`: no UPDATE, DELETE or TRUNCATE, by trigger.
- `erasure()`: such rows lose their personal data when their tenant is erased, and nothing else.
- `erased_for_good()`: no business comes back from its erasure, nor an erasure that has ended.
- `keep_an_owner()`: no business loses its last owner.
"""

from django.conf import settings
from django.db.migrations import RunSQL

# NULLIF: once used on a connection the setting is '' rather than NULL, and ''::uuid would raise.
# The sub-select is evaluated once per statement instead of once per row.
TENANT = "(SELECT NULLIF(current_setting('portal.tenant_id', true), '')::uuid)"


def staff_grants() -> RunSQL:
    """Let the staff role reach the tables that exist and those that later migrations create."""
    role = settings.STAFF_DATABASE_ROLE
    rights = "SELECT, INSERT, UPDATE, DELETE"
    return RunSQL(
        f"""
        GRANT USAGE ON SCHEMA public TO {role};
        GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON TABLES TO {role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
        """,
        RunSQL.noop,
    )


def fence(table: str) -> RunSQL:
    """Enable and force row security on a tenant-owned table."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant_rows ON {table} USING (tenant_id = {TENANT})
            WITH CHECK (tenant_id = {TENANT});
        CREATE POLICY staff_rows ON {table} TO {settings.STAFF_DATABASE_ROLE}
            USING (true) WITH CHECK (true);
        ALTER TABLE {table} ADD CONSTRAINT {table}_tenant_row UNIQUE (tenant_id, id);
        """,
        f"""
        ALTER TABLE {table} DROP CONSTRAINT {table}_tenant_row;
        DROP POLICY staff_rows ON {table};
        DROP POLICY tenant_rows ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def same_tenant(table: str, column: str, parent: str) -> RunSQL:
    """Refuse a reference from one tenant's row to another tenant's."""
    name = f"{table}_{column}_same_tenant"[:63]
    return RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (tenant_id, {column})
            REFERENCES {parent} (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def append_only_function() -> RunSQL:
    """Create the function that append-only triggers call."""
    return RunSQL(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$;
        """,
        "DROP FUNCTION refuse_change();",
    )


def append_only(table: str) -> RunSQL:
    """Refuse every change to rows once written, TRUNCATE included."""
    return RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """,
        f"""
        DROP TRIGGER append_only_truncate ON {table};
        DROP TRIGGER append_only ON {table};
        """,
    )


def erasure() -> RunSQL:
    """Let append-only rows of a tenant be blanked while, and only while, it is being erased.

    Three things must agree: the transaction names the tenant, the tenant's status says erased,
    and its erasure has not ended yet. A row is then either blanked as a whole or not changed:
    no other column, no other value, and never DELETE or TRUNCATE.
    """
    return RunSQL(
        """
        CREATE FUNCTION may_erase(whose uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT coalesce(current_setting('portal.erasing', true), '') = whose::text
                AND EXISTS (
                    SELECT FROM tenants_tenant
                    WHERE id = whose AND status = 'erased' AND erase_after_at IS NOT NULL
                );
        $$;
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            blank jsonb := '{"data": {}, "actor_id": "", "actor_label": "", "address": null}';
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF TG_TABLE_NAME = 'consent_evidence' THEN
                    blank := '{"caption": "", "original_name": "", "uploaded_by": ""}';
                END IF;
                IF to_jsonb(NEW) = to_jsonb(OLD) || blank AND may_erase(OLD.tenant_id) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$;
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$;
        DROP FUNCTION may_erase(uuid);
        """,
    )


def erased_for_good() -> RunSQL:
    """Refuse to take a business back from its erasure, and to begin one anew that has ended.

    Otherwise one transaction could call any business erased, blank its history, and put it back.
    """
    return RunSQL(
        """
        CREATE FUNCTION erased_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.status <> 'erased'
                OR (OLD.erase_after_at IS NULL AND NEW.erase_after_at IS NOT NULL)
            THEN
                RAISE EXCEPTION 'a business that was erased stays so'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER erased_for_good BEFORE UPDATE ON tenants_tenant
            FOR EACH ROW WHEN (OLD.status = 'erased') EXECUTE FUNCTION erased_for_good();
        """,
        """
        DROP TRIGGER erased_for_good ON tenants_tenant;
        DROP FUNCTION erased_for_good();
        """,
    )


def keep_an_owner() -> RunSQL:
    """Refuse, at commit, to leave a business without an owner, unless it has been erased.

    The tenant's row is locked first, so that two owners who leave at once cannot both be the one
    who was not the last.
    """
    return RunSQL(
        """
        CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM FROM tenants_tenant
                WHERE id = OLD.tenant_id AND status <> 'erased' FOR NO KEY UPDATE;
            IF FOUND AND NOT EXISTS (
                SELECT FROM tenants_membership WHERE tenant_id = OLD.tenant_id AND role = 'owner'
            ) THEN
                RAISE EXCEPTION 'a business keeps at least one owner'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'membership_keeps_an_owner';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER keep_an_owner AFTER UPDATE OR DELETE ON tenants_membership
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'owner')
            EXECUTE FUNCTION keep_an_owner();
        """,
        """
        DROP TRIGGER keep_an_owner ON tenants_membership;
        DROP FUNCTION keep_an_owner();
        """,
    )
