#!/bin/bash
# The presentation database's role, as `cdc-vault setup --print presentation` makes it. Run once, as its superuser, when its
# volume is new.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --no-psqlrc --quiet \
    -v database="$POSTGRES_DB" -v mart="$MART_PASSWORD" <<'SQL'
revoke connect, temporary on database :"database" from public;
create role mart login password :'mart';
grant connect, temporary on database :"database" to mart;
create schema cdc_vault authorization mart;
grant usage, create on schema public to mart;
SQL
