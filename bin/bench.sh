#!/bin/sh
# Measures the road side by side on one backlog of WAL; see --help.
set -eu
. "$(dirname -- "$0")/lib.sh"

build >&2
jar="$root/compose/bench/target/cdc-vault-bench.jar"
[ -f "$jar" ] || fail "The build left no $jar"
exec "$(java_command)" -jar "$jar" --dir "$root/compose/bench/target/bench" "$@"
