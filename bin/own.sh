# A try with a database of one's own, for bin/up.sh --source and bin/down.sh; not for calling.
#
# It lives in .local-stack/own: a model for each database, which is kept, and while a try is on its cdc-vault.yaml. Each
# try has a name of its own, so that nothing is continued that has no slot any more.

vault() { "$(java_command)" -jar "$lib/cdc-vault.jar" "$@"; }

# Refuses before anything is built or started.
require_source() {
    source=$(printf '%s' "$source" | sed 's#^postgres\(ql\)*://#jdbc:postgresql://#')
    case $source in
        *[\"\\\`\$]* | *' '*) fail "--source takes a URL without blanks, quotes, \\ and \$" ;;
        jdbc:postgresql://*@*) fail "Name the role by --user, not in the URL; a password goes into a --password-file" ;;
        jdbc:postgresql://*/?*) ;;
        *) fail "--source expects a URL such as jdbc:postgresql://host:5432/database" ;;
    esac
    [ -n "$user" ] || fail "--source needs --user"
    case $user in *[\"\\\$]*) fail "--user takes a name without quotes, \\ and \$" ;; esac
    if [ -n "$password_file" ]; then
        [ -r "$password_file" ] || fail "Cannot read the password file $password_file"
        password_file=$(CDPATH='' cd -- "$(dirname -- "$password_file")" && pwd)/$(basename -- "$password_file")
        case $password_file in *[\"\\\$]*) fail "The path of the password file may hold no quotes, \\ and \$" ;; esac
    fi
    if [ -f "$own/cdc-vault.yaml" ] && ! $reset && ! grep -qF "url: \"$source\"" "$own/cdc-vault.yaml"; then
        fail "Another database is being tried: end that with bin/down.sh, which removes its slot and its publication."
    fi
}

# Arguments: the port offset (may be empty), whether not to ask.
own_up() {
    database=$(printf '%s' "$source" | sed 's#^jdbc:postgresql://[^/]*/\([^?]*\).*#\1#' | tr -c 'A-Za-z0-9_\n' _)
    model="$own/$database.yaml"
    mkdir -p "$own"
    if [ -f "$own/cdc-vault.yaml" ]; then
        name=$(sed -n 's/^  name: "\(.*\)"$/\1/p' "$own/cdc-vault.yaml")
    else
        name=try_$(date +%Y%m%d%H%M%S)
        # The demo's service would be stopped by nothing else, and has the port of the page.
        stop_process "$traffic_pid" traffic
        stop_process "$service_pid" "service (demo)"
    fi
    local_stack up --only DWH,BROKER --database "$name" ${1:+--port-offset "$1"}
    [ -f "$own/cdc-vault.yaml" ] || own_configuration >"$own/cdc-vault.new"
    file="$own/cdc-vault.yaml"
    [ -f "$file" ] || file="$own/cdc-vault.new"

    if [ -f "$model" ]; then
        say "model: ${model#"$root"/}, as you left it"
    else
        say "Reading the catalog, in a session that can only read…"
        vault init --config "$file" -o "$model" || fail "No model could be derived; see above."
    fi
    say "Looking at everything, before anything is made…"
    vault doctor --problems --config "$file" ||
        fail "Fix what is called an error, then call bin/up.sh again. \`cdc-vault setup --print master\` prints a role that suffices."
    if [ ! -f "$own/cdc-vault.yaml" ]; then
        own_consent "$2"
        mv "$own/cdc-vault.new" "$own/cdc-vault.yaml"
    fi
    start_service "$own/cdc-vault.yaml"

    say "Waiting until the vault has caught up…"
    if ! vault status --wait=300 --config "$own/cdc-vault.yaml"; then
        is_running "$service_pid" || { tail -n 5 "$service_log" >&2; fail "The service has ended; its log is $service_log"; }
        say "The vault has not caught up within 5 minutes. The service continues: bin/cdc-vault status --watch"
    fi
    own_hints
}

# What is made at the database is said before it is made.
own_consent() {
    cat <<TXT

At ${source#jdbc:} this makes
  - a replication slot, cdc_vault_$name: while it is there, the server keeps the WAL that is not yet read, also while
    the service is stopped;
  - a publication, cdc_vault_$name, of the tables of the model;
  - while it runs, now and then a message in the WAL (pg_logical_emit_message), which is no row of any table.
It reads the tables once, and their changes from then on. No table is made, and no row is written. bin/down.sh removes
slot and publication.
TXT
    if ! $1; then
        [ -t 0 ] || fail "Nothing was made there. Say --yes where there is no terminal to ask at."
        printf 'Continue? [y/N] '
        read -r answer
        case $answer in [yY] | [yY][eE][sS]) ;; *) fail "Nothing was made there." ;; esac
    fi
}

# The address of the warehouse's server and the broker, as the local stack has written them.
own_configuration() {
    warehouse=$(sed -n '/^  warehouse:/,$ s#^    url: *"\(jdbc:postgresql://[^/]*\)/.*#\1#p' "$home/cdc-vault.yaml" | head -n 1)
    broker=$(sed -n 's/^    bootstrap-servers: *"\(.*\)"$/\1/p' "$home/cdc-vault.yaml")
    password_line=
    [ -z "$password_file" ] || password_line="    password-file: \"$password_file\""
    cat <<YAML
# Written by bin/up.sh --source; bin/down.sh removes it together with the slot and the publication.
cdc-vault:
  name: "$name"
  topic-prefix: "$name"
  model: "$model"
  source:
    url: "$source"
    user: "$user"
$password_line
  warehouse:
    url: "$warehouse/$name"
    user: "postgres"
    password: ""
  kafka:
    bootstrap-servers: "$broker"
  admin:
    port: "$(admin_port)"
    token: "local"
YAML
}

own_hints() {
    warehouse=$(sed -n '/^  warehouse:/,$ s#^    url: *"jdbc:postgresql://\([^:/]*\):\([0-9]*\)/\(.*\)"$#psql -h \1 -p \2 -U postgres \3#p' "$own/cdc-vault.yaml" | head -n 1)
    cat <<TXT

The page: http://127.0.0.1:$(admin_port)/  (token, to change anything: local)

Try next:
  bin/cdc-vault model show       what the vault is made of
  bin/cdc-vault status --watch   how everything is doing
  bin/cdc-vault verify           whether the vault holds what the source holds
  $warehouse  the vault itself
  ${model#"$root"/}   the model: edit it, then bin/cdc-vault model migrate
  bin/down.sh                    stop, and remove slot and publication from your database
TXT
}

# Ends a try, if one is on. What cannot be removed is kept in mind, and tried again by the next call.
own_down() {
    rm -f "$own/cdc-vault.new"
    [ -f "$own/cdc-vault.yaml" ] || return 0
    if ! vault setup --remove --config "$own/cdc-vault.yaml"; then
        fail "Slot and publication are still at your database, and the slot keeps its WAL. Call bin/down.sh again when the server answers."
    fi
    rm -f "$own/cdc-vault.yaml"
    say "Your database is as it was. The model stays in ${own#"$root"/}, what was loaded in the warehouse until bin/up.sh --reset."
}
