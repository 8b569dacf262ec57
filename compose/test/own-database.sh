#!/bin/sh
# Tries bin/up.sh --source with a database that a second local stack plays, and bin/down.sh after it: what is asked, what
# is made, what is kept, what is gone. Uses this clone's .local-stack. Argument: a port offset.
set -eu
. "$(dirname -- "$0")/../../bin/lib.sh"
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
home="$root/.local-stack" lib="$root/.local-stack/lib" own="$root/.local-stack/own"

offset=${1:-21000}
users=$(mktemp -d)
out="$users/out"

step() { printf '\n### %s  %s\n' "$(date +%T)" "$*"; }

users_stack() { "$(java_command)" -jar "$root/compose/local/target/cdc-vault-local-stack.jar" "$@" --dir "$users/stack"; }

end() {
    users_stack down >/dev/null 2>&1 || true
    rm -rf "$users"
}
trap end EXIT

# Arguments: what is expected to be printed, and the command.
expect() {
    wanted=$1
    shift
    "$@" >"$out" 2>&1 </dev/null || true
    grep -q -- "$wanted" "$out" || { cat "$out"; fail "Not said: $wanted"; }
}

build
step "The user's database"
users_stack up --only MASTER --port-offset $((offset + 400))
users_stack load --rows 500
url=postgres://127.0.0.1:$((5432 + offset + 400))/bookings
"$root/bin/down.sh"
rm -rf "$own"

step "What is wrong is said before anything is started"
expect 'needs --user' "$root/bin/up.sh" --source "$url"
expect 'such as jdbc:postgresql' "$root/bin/up.sh" --source http://example.com --user postgres
expect 'Name the role by --user' "$root/bin/up.sh" --source postgres://me@host/db --user postgres

step "Without --yes and a terminal nothing is made"
expect 'Nothing was made there' "$root/bin/up.sh" --source "$url" --user postgres --port-offset "$offset"
grep -q 'a replication slot, cdc_vault_try_' "$out" || fail "It is not said what would be made"
[ ! -f "$own/cdc-vault.yaml" ] || fail "A try is on without consent"

step "With it, the vault is loaded and equal"
echo '# edited' >>"$own/bookings.yaml"
"$root/bin/up.sh" --source "$url" --user postgres --port-offset "$offset" --yes
"$root/bin/cdc-vault" verify
grep -q '^# edited' "$own/bookings.yaml" || fail "The model was not kept"

step "Called again, it goes on with the same slot"
expect 'service: already running' "$root/bin/up.sh" --source "$url" --user postgres --yes
expect 'is being tried' "$root/bin/up.sh"

step "down removes what was made, once the server answers"
users_stack down
expect 'are still at your database' "$root/bin/down.sh"
users_stack up --only MASTER
expect 'Dropped the slot cdc_vault_try_' "$root/bin/down.sh"
grep -q 'Dropped the publication cdc_vault_try_' "$out" || fail "The publication is still there"
[ ! -f "$own/cdc-vault.yaml" ] || fail "The try is still on"

step "And begins with nothing the next time"
"$root/bin/up.sh" --source "$url" --user postgres --yes
"$root/bin/cdc-vault" verify
expect 'Dropped the slot cdc_vault_try_' "$root/bin/down.sh"
step "done"
