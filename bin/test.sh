#!/bin/sh
# Every check and every test, on real parts. Arguments go to Maven, such as -pl engine.
set -eu
. "$(dirname -- "$0")/lib.sh"

require_java_17
cd "$root"
exec mvn -B -ntp verify "$@"
