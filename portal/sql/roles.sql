-- The portal's database roles. Run once per cluster by a superuser (the embedded run does it).
--
-- portal        owns the tables and serves requests; row security is forced, so owning helps it to
--               nothing. NOINHERIT and INHERIT FALSE: it must switch to portal_staff on purpose.
-- portal_staff  nobody logs in as it; reached by SET LOCAL ROLE for work across tenants.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal') THEN
        CREATE ROLE portal LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_staff') THEN
        CREATE ROLE portal_staff NOLOGIN;
    END IF;
END $$;
ALTER ROLE portal NOSUPERUSER NOBYPASSRLS NOINHERIT CREATEDB;
ALTER ROLE portal_staff NOSUPERUSER NOBYPASSRLS;
GRANT portal_staff TO portal WITH INHERIT FALSE, SET TRUE;
