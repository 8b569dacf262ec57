#!/bin/bash
# The warehouse's role, as `cdc-vault setup --print warehouse` makes it: it owns two schemas, and the service makes the tables
# in them. Run once, as its superuser, when its volume is new.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --no-psqlrc --quiet \
    -v database="$POSTGRES_DB" -v loader="$LOADER_PASSWORD" <<'SQL'
revoke connect, temporary on database :"database" from public;
create role loader login password :'loader';
grant connect, temporary on database :"database" to loader;
create schema vault authorization loader;
create schema cdc_vault authorization loader;
SQL
