#!/bin/bash
# Follows the master over a physical slot. Copies the master first where there is no copy yet, or where the copy can not go
# on: another master, or a slot that was lost.
set -euo pipefail
export PGPASSWORD="$REPLICATOR_PASSWORD"
master="host=master user=replicator dbname=bookings application_name=replica connect_timeout=5"

ask() { psql "$master" --no-psqlrc -Atc "$1"; }

copied_cluster() { pg_controldata "$PGDATA" | sed -n 's/^Database system identifier: *//p'; }

# A master that does not answer is waited for by the server itself.
can_go_on() {
    [ -s "$PGDATA/PG_VERSION" ] || return 1
    asked=$(ask "select system_identifier, exists (select from pg_replication_slots
        where slot_name = 'replica' and wal_status <> 'lost') from pg_control_system()") || return 0
    [ "$asked" = "$(copied_cluster)|t" ]
}

copy() {
    echo "Copying the master"
    ask "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'replica'" >/dev/null
    rm -rf "$PGDATA" "$PGDATA.part"
    pg_basebackup --dbname "$master" --pgdata "$PGDATA.part" --create-slot --slot replica --wal-method stream \
        --checkpoint fast --write-recovery-conf
    mv "$PGDATA.part" "$PGDATA"
}

can_go_on || copy
unset PGPASSWORD
exec docker-entrypoint.sh "$@"
