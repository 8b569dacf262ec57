#!/bin/sh
# Random faults under load for some minutes (5 by default), then a report: what struck, what came of it.
set -eu
. "$(dirname -- "$0")/lib.sh"

usage() {
    say "Usage: bin/chaos.sh [minutes] [seed] [--faults name,...]"
    say "Faults are the constants of ChaosFault, such as kill_master,stop_service. promote is drawn only when it is named."
    exit 2
}

minutes=
seed=
faults=
while [ $# -gt 0 ]; do
    case $1 in
        --faults=*) faults=${1#*=} ;;
        --faults) [ $# -gt 1 ] || usage; faults=$2; shift ;;
        '' | *[!0-9]*) usage ;;
        *) if [ -z "$minutes" ]; then minutes=$1; elif [ -z "$seed" ]; then seed=$1; else usage; fi ;;
    esac
    shift
done
require_java_17
cd "$root"
exec mvn -q -B -ntp -Dfast -pl engine -am verify -Dit.test=Chaos -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dchaos.minutes="${minutes:-5}" ${seed:+-Dchaos.seed="$seed"} ${faults:+-Dchaos.faults="$faults"}
