#!/bin/bash
# Roles of the master: no more than `cdc-vault setup --print master` says, the replica's, and the demo airline's.
# Run once, as its superuser, when its volume is new and the tables are there.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --no-psqlrc --quiet \
    -v database="$POSTGRES_DB" -v cdc="$CDC_PASSWORD" -v replicator="$REPLICATOR_PASSWORD" -v airline="$AIRLINE_PASSWORD" <<'SQL'
revoke connect, temporary on database :"database" from public;

create role cdc login replication password :'cdc';
grant connect on database :"database" to cdc;
grant select on all tables in schema public to cdc;
grant pg_monitor to cdc;

create role replicator login replication password :'replicator';
grant connect on database :"database" to replicator;

create role airline login password :'airline';
grant connect on database :"database" to airline;
grant select, insert, update, delete on all tables in schema public to airline;
grant usage, select, update on all sequences in schema public to airline;
SQL
echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
