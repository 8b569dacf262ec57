#!/bin/sh
# Measures the road side by side on one backlog of WAL; see --help.
set -eu
. "$(dirname -- "$0")/lib.sh"

build >&2
jar="$root/compose/bench/target/cdc-vault-bench.jar"
[ -f "$jar" ] || fail "The build left no $jar"
peer="$root/compose/peer/target/lib"
case " $* " in
*peer* | *narrow*)
    say "Fetching the peer: Kafka Connect with Debezium's source and JDBC sink…" >&2
    (cd "$root" && mvn -q -B -ntp package -pl compose/peer) || fail "The peer is not to be had; see above."
    ;;
esac
exec "$(java_command)" -jar "$jar" --dir "$root/compose/bench/target/bench" --peer "$peer" "$@"
