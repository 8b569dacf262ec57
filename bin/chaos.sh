#!/bin/sh
# Random faults under load for some minutes (5 by default), then a report: what struck, what came of it.
# With --databases, random migrations of four databases under load instead, whose services are killed.
set -eu
. "$(dirname -- "$0")/lib.sh"

usage() {
    say "Usage: bin/chaos.sh [minutes] [seed] [--faults name,...]"
    say "       bin/chaos.sh --databases [minutes] [seed] [--only name,...] [--also name,...]"
    say "Faults are the constants of ChaosFault, such as kill_master,stop_service. promote is drawn only when it is named."
    say "Databases are shop, tracker, sensors and erp; --also makes moves of SchemaMove that are not made otherwise."
    exit 2
}

minutes=
seed=
faults=
test=Chaos
only=
also=
while [ $# -gt 0 ]; do
    case $1 in
        --faults=*) faults=${1#*=} ;;
        --faults) [ $# -gt 1 ] || usage; faults=$2; shift ;;
        --databases) test=ChaosDatabases ;;
        --only) [ $# -gt 1 ] || usage; only=$2; shift ;;
        --also) [ $# -gt 1 ] || usage; also=$2; shift ;;
        '' | *[!0-9]*) usage ;;
        *) if [ -z "$minutes" ]; then minutes=$1; elif [ -z "$seed" ]; then seed=$1; else usage; fi ;;
    esac
    shift
done
require_java_17
cd "$root"
exec mvn -q -B -ntp -Dfast -pl engine -am verify -Dit.test="$test" -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dchaos.minutes="${minutes:-5}" ${seed:+-Dchaos.seed="$seed"} ${faults:+-Dchaos.faults="$faults"} \
    ${only:+-Ddatabases.only="$only"} ${also:+-Ddatabases.also="$also"}
