#!/bin/bash
# What the official image's entry point does, as far as a cluster with init scripts needs it.
set -eo pipefail
[ "${1:0:1}" = - ] && set -- postgres "$@"
[ "$1" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres "$PGDATA" /var/run/postgresql
    exec gosu postgres "$0" "$@"
fi
mkdir -p "$PGDATA"
chmod 700 "$PGDATA"
if [ -s "$PGDATA/PG_VERSION" ]; then
    exec "$@"
fi

[ -z "$POSTGRES_PASSWORD_FILE" ] || POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
[ -n "$POSTGRES_PASSWORD" ] || { echo "POSTGRES_PASSWORD is not set" >&2; exit 1; }
export POSTGRES_PASSWORD POSTGRES_USER=${POSTGRES_USER:-postgres}
export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
# shellcheck disable=SC2086 # several arguments
initdb --username="$POSTGRES_USER" --pwfile=<(echo "$POSTGRES_PASSWORD") $POSTGRES_INITDB_ARGS
echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"

sql() { psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc "$@"; }
pg_ctl -D "$PGDATA" -o "$(printf '%q ' "${@:2}" -c listen_addresses=)" -w start
[ "$POSTGRES_DB" = postgres ] || sql --dbname postgres -c "create database \"$POSTGRES_DB\""
for file in /docker-entrypoint-initdb.d/*; do
    case $file in
        *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
        *.sql) sql --dbname "$POSTGRES_DB" -f "$file" ;;
    esac
done
pg_ctl -D "$PGDATA" -m fast -w stop
exec "$@"
