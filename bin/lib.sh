# Shared by the scripts beside it; not for calling.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
home="$root/.local-stack"
lib="$home/lib"
service_pid="$home/service.pid"
service_log="$home/service.log"
traffic_pid="$home/traffic.pid"
traffic_log="$home/traffic.log"

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

java_command() {
    if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/java"; else echo java; fi
}

require_java_17() {
    version=$("$(java_command)" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || fail "No Java found. Install a JDK, 17 or newer, or set JAVA_HOME."
    [ "$version" -ge 17 ] || fail "Java $version is too old. Install a JDK, 17 or newer, or set JAVA_HOME."
}

# Builds both jars unless nothing has changed since the last build.
build() {
    stamp="$root/engine/target/.built"
    if [ -f "$stamp" ] && [ -z "$(find "$root" -name target -prune -o -name .local-stack -prune -o \
        \( -name '*.java' -o -name 'pom.xml' -o -path '*/src/main/*' -type f \) -newer "$stamp" -print | head -n 1)" ]; then
        return 0
    fi
    require_java_17
    command -v mvn >/dev/null 2>&1 || fail "No Maven found. Install it: mvn must be on the PATH."
    say "Building (the first time downloads the dependencies)…"
    # The peer of the benchmark is of use only there, and is not small.
    (cd "$root" && mvn -q -B -ntp -Dfast package -pl '!compose/peer') || fail "The build failed; see above."
    touch "$stamp"
}

# Running programs keep jars of their own: replacing a jar under a running JVM breaks it.
install_jars() {
    mkdir -p "$lib"
    for jar in engine/target/cdc-vault.jar compose/local/target/cdc-vault-local-stack.jar; do
        copy="$lib/$(basename "$jar")"
        cmp -s "$root/$jar" "$copy" || { cp "$root/$jar" "$copy.new" && mv -f "$copy.new" "$copy"; }
    done
    # Named by the first line of a model that `init` writes.
    mkdir -p "$lib/docs" && cp -R "$root/docs/schema" "$lib/docs/"
}

local_stack() { "$(java_command)" -jar "$lib/cdc-vault-local-stack.jar" "$@" --dir "$home"; }

# Whether the process of a pid file runs and is what was started; a pid may have been given to another since.
is_running() {
    [ -f "$1" ] && ps -p "$(cat "$1")" -o args= 2>/dev/null | grep -q "$lib/"
}

# Asks a process to end, waits, and kills it when it does not.
stop_process() {
    if is_running "$1"; then
        pid=$(cat "$1")
        kill "$pid" 2>/dev/null
        waited=0
        while is_running "$1" && [ $waited -lt 150 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        is_running "$1" && kill -9 "$pid" 2>/dev/null
        say "$2: stopped"
    fi
    rm -f "$1"
}
