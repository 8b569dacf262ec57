#!/bin/sh
# Every check and every test, on real parts. Arguments go to Maven, such as -pl engine.
set -eu
. "$(dirname -- "$0")/lib.sh"

require_java_17
if ! command -v chromium >/dev/null 2>&1 || ! command -v chromedriver >/dev/null 2>&1; then
    fail "The page is tested in a real browser: install Chromium and its driver (Debian: apt-get install chromium chromium-driver)."
fi
command -v python3 >/dev/null 2>&1 || fail "What Airflow runs is tested in plain Python: install python3."
cd "$root"
exec mvn -B -ntp verify "$@"
