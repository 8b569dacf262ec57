#!/bin/sh
# The inner loop: format, static checks, architecture, generated pages and unit tests; no databases, no broker.
# With --update, pages that are generated from the code are written again instead of compared.
set -eu
. "$(dirname -- "$0")/lib.sh"

update=
if [ "${1:-}" = --update ]; then
    update=-Ddocs.update=true
    shift
fi
require_java_17
cd "$root"
# Coverage is the build's to hold; short JVMs gain nothing from the optimizing compiler.
exec mvn -B -ntp test -Djacoco.skip=true "-DargLine=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" ${update:+"$update"} "$@"
