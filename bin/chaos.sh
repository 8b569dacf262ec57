#!/bin/sh
# Random faults under load for some minutes (5 unless told otherwise), then a report: what struck, what came of it.
set -eu
. "$(dirname -- "$0")/lib.sh"

case ${1:-5} in
    *[!0-9]*) say "Usage: bin/chaos.sh [minutes]"; exit 2 ;;
esac
require_java_17
cd "$root"
exec mvn -q -B -ntp -Dfast -pl engine -am verify -Dit.test=Chaos -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dchaos.minutes="${1:-5}" ${2:+-Dchaos.seed="$2"}
