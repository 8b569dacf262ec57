#!/bin/sh
# Brings the stack in Docker up from nothing, kills each part of it in two ways under traffic, and asks `verify` each time.
# Its data and compose/.env are deleted first. Needs root on the machine of the Docker engine.
set -eu
. "$(dirname -- "$0")/../../bin/lib.sh"
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/bin/docker.sh"

told=$(mktemp)

step() { printf '\n### %s  %s\n' "$(date +%T)" "$*"; }

id_of() { docker_compose ps -q "$1"; }

vault() { docker_compose exec -T cdc-vault cdc-vault "$@"; }

# Healthy by Docker's own check, within so many seconds.
wait_healthy() {
    waited=0
    until [ "$(docker inspect -f '{{.State.Running}} {{.State.Health.Status}}' "$(id_of "$1")")" = "true healthy" ]; do
        [ $waited -lt "$2" ] || fail "$1 is not healthy after $2 seconds"
        sleep 1
        waited=$((waited + 1))
    done
    say "$1: healthy after ${waited} s, started again $(docker inspect -f '{{.RestartCount}}' "$(id_of "$1")") times by Docker"
}

# Ends the script when they differ: the last line says so, and so does the exit code.
verify() {
    vault verify "$@" >"$told" 2>&1 || { tail -n 20 "$told"; fail "not equal"; }
    tail -n 1 "$told"
}

# As if the process had died: Docker starts it again by itself.
crash() { kill -9 "$(docker inspect -f '{{.State.Pid}}' "$(id_of "$1")")"; }

offset=${1:-20000}
step "up --docker --reset --live --port-offset $offset $*"
shift $(($# > 0))
"$root/bin/up.sh" --docker --reset --live --port-offset "$offset" "$@"
step "What runs, and what it takes"
docker_compose ps
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep cdc-vault
docker stats --no-stream --format '{{.Name}} {{.MemUsage}} {{.CPUPerc}}'
step "doctor"
vault doctor --problems || true
step "verify --replica"
verify --replica

for part in cdc-vault kafka master replica dwh presentation; do
    step "The process of $part dies"
    crash "$part"
    sleep 3
    wait_healthy "$part" 120
    wait_healthy cdc-vault 120
    verify
done
for part in cdc-vault kafka master replica; do
    step "docker kill $part: stays down until it is started"
    docker kill "$(id_of "$part")" >/dev/null
    sleep 3
    docker_compose up -d "$part" 2>/dev/null
    wait_healthy "$part" 120
    wait_healthy cdc-vault 120
    verify
done
step "down, and up again with the same data"
"$root/bin/down.sh" --docker
"$root/bin/up.sh" --docker --live "$@" | grep -v '^Try\|docker'
verify --replica
step "The replica has lost its slot: it copies the master again"
docker_compose stop replica >/dev/null 2>&1
docker_compose exec -T master psql -qU postgres -c "select pg_drop_replication_slot('replica')" bookings
docker_compose start replica >/dev/null 2>&1
wait_healthy replica 120
verify --replica
step "down"
"$root/bin/down.sh" --docker
step "done"
