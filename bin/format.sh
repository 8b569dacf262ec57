#!/bin/sh
# Formats every Java source and POM as the build demands it.
set -eu
. "$(dirname -- "$0")/lib.sh"

require_java_17
cd "$root"
exec mvn -q -B -ntp spotless:apply "$@"
