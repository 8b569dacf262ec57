#!/bin/sh
# Stops the service, the traffic and every system of the local stack, or of the one in Docker. Data is kept.
set -eu
. "$(dirname -- "$0")/lib.sh"
. "$root/bin/docker.sh"
. "$root/bin/own.sh"

case ${1:-} in
    "") ;;
    --docker) docker_down; exit 0 ;;
    -h | --help) say "Usage: bin/down.sh [--docker] — stops what bin/up.sh [--docker] started and keeps its data."; exit 0 ;;
    *) fail "Unknown option $1; bin/down.sh takes --docker or none" ;;
esac

if [ ! -f "$lib/cdc-vault-local-stack.jar" ]; then
    say "Nothing was started here."
    exit 0
fi
stop_process "$traffic_pid" traffic
stop_process "$service_pid" service
local_stack down
own_down
