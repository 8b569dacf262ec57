#!/bin/sh
# Stops the service, the traffic and every system of the local stack. Data is kept.
set -eu
. "$(dirname -- "$0")/lib.sh"

case ${1:-} in
    "") ;;
    -h | --help) say "Usage: bin/down.sh — stops what bin/up.sh started and keeps its data."; exit 0 ;;
    *) fail "Unknown option $1; bin/down.sh takes none" ;;
esac

if [ ! -f "$lib/cdc-vault-local-stack.jar" ]; then
    say "Nothing was started here."
    exit 0
fi
stop_process "$traffic_pid" traffic
stop_process "$service_pid" service
local_stack down
