#!/bin/sh
# Builds everything, starts the whole local stack and the service, loads the demo, and waits for the vault.
set -eu
. "$(dirname -- "$0")/lib.sh"
. "$root/bin/docker.sh"
. "$root/bin/own.sh"

usage() {
    cat <<'TXT'
Usage: bin/up.sh [--reset] [--live] [--rows N] [--port-offset N]
       bin/up.sh --docker [--with PROFILE]… [the same options]
       bin/up.sh --source URL --user USER [--password-file FILE] [--yes] [--port-offset N]

Builds cdc-vault, starts PostgreSQL (master, replica, warehouse, presentation) and a Kafka broker on this machine, loads
an airline's demo data, runs the service and waits until the vault has caught up. May be called again at any time.

  --reset          Start from nothing: delete all data of the local stack first.
  --live           Keep a gentle trickle of changes on the master.
  --rows N         About how many rows the demo begins with (default 10000).
  --port-offset N  Add N to every port; remembered until --reset.
  --docker         The same in Docker, which is then all that is needed; see docs/docker.md.
  --with PROFILE   With --docker: observability (Prometheus and Grafana) or airflow as well.
  --source URL     Try it with your own database instead of the demo: jdbc:postgresql://host:5432/database. Only the
                   warehouse and the broker are started here. Your database gets a replication slot and a publication,
                   after you were asked; its tables are only read. bin/down.sh removes both.
  --user USER      The role to log in as there, which may replicate and read; with --source.
  --password-file FILE  Holds its password, if it needs one; with --source.
  --yes            Do not ask; with --source.
  -h, --help       Show this help.

Everything is kept in .local-stack, or in Docker's volumes; bin/down.sh stops it all (with --docker, that one).
TXT
}

reset=false live=false rows='' offset='' docker=false profiles='' source='' user='' password_file='' yes=false
while [ $# -gt 0 ]; do
    case $1 in
        --reset) reset=true ;;
        --live) live=true ;;
        --rows) shift; rows=${1:?--rows needs a number} ;;
        --port-offset) shift; offset=${1:?--port-offset needs a number} ;;
        --source) shift; source=${1:?--source needs a URL} ;;
        --user) shift; user=${1:?--user needs a role} ;;
        --password-file) shift; password_file=${1:?--password-file needs a file} ;;
        --yes) yes=true ;;
        --docker) docker=true ;;
        --with) shift; profiles="$profiles ${1:?--with needs a profile}" ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; fail "Unknown option $1" ;;
    esac
    shift
done

if [ -n "$source" ]; then
    { $docker || $live || [ -n "$rows" ]; } && fail "--source goes without --docker, --live and --rows"
    require_source
elif [ -n "$user$password_file" ] || $yes; then
    fail "--user, --password-file and --yes go with --source"
elif [ -f "$own/cdc-vault.yaml" ] && ! $reset && ! $docker; then
    fail "Your own database is being tried: end that with bin/down.sh, which removes its slot and its publication."
fi
rows=${rows:-10000}

if $docker; then
    docker_up "$reset" "$live" "$rows" "$offset" "$profiles"
    exit 0
fi
[ -z "$profiles" ] || fail "--with is for --docker"

build
if $reset && [ -d "$home" ]; then
    "$root/bin/down.sh"
    rm -rf "$home"
fi

# A service that runs an older jar makes room for the new one.
if is_running "$service_pid" && ! cmp -s "$root/engine/target/cdc-vault.jar" "$lib/cdc-vault.jar"; then
    stop_process "$service_pid" "service (older version)"
fi
install_jars

if [ -n "$source" ]; then
    own_up "$offset" "$yes"
    exit 0
fi

local_stack up ${offset:+--port-offset "$offset"}
local_stack load --rows "$rows"
start_service "$home/cdc-vault.yaml"

if $live && ! is_running "$traffic_pid"; then
    nohup "$(java_command)" -jar "$lib/cdc-vault-local-stack.jar" traffic --live --dir "$home" \
        >"$traffic_log" 2>&1 </dev/null &
    echo $! >"$traffic_pid"
    say "traffic: two transactions a second"
fi

say "Waiting until the vault has caught up…"
if ! "$root/bin/cdc-vault" status --wait=300; then
    is_running "$service_pid" || { tail -n 5 "$service_log" >&2; fail "The service has ended; its log is $service_log"; }
    fail "The vault has not caught up, or is not healthy; see above and $service_log"
fi

page=http://127.0.0.1:$(admin_port)/
warehouse=$(sed -n '/^  warehouse:/,$ s/^    url: *"*jdbc:postgresql:\/\/\([^:/]*\):\([0-9]*\)\/\([^"?]*\).*/psql -h \1 -p \2 -U postgres \3/p' "$home/cdc-vault.yaml" | head -n 1)
cat <<TXT

The page: $page  (token, to change anything: local)

Try next:
  bin/cdc-vault status --watch          how everything is doing
  bin/cdc-vault tail                    change events as they come
  bin/cdc-vault topics                  what is in Kafka
  bin/cdc-vault verify                  whether the vault holds what the source holds
  bin/cdc-vault explain public.tickets  the SQL that loads a table
  bin/cdc-vault-traffic --rate 50       make the airline busy
  $warehouse  the vault itself
  bin/down.sh                           stop everything
TXT
