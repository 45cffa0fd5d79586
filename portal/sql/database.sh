#!/bin/sh
# Run by the PostgreSQL image on an empty cluster, after roles.sql: the password and the database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set password="$PORTAL_DB_PASSWORD" <<'SQL'
ALTER ROLE portal PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
SQL
