# The stack in Docker, for bin/up.sh and bin/down.sh; not for calling.

env_file="$root/compose/.env"

docker_compose() {
    if docker compose version >/dev/null 2>&1; then
        docker compose --env-file "$env_file" -f "$root/compose/compose.yaml" "$@"
    elif command -v docker-compose >/dev/null 2>&1; then
        docker-compose --env-file "$env_file" -f "$root/compose/compose.yaml" "$@"
    else
        fail "Neither \`docker compose\` nor docker-compose is here. Install Docker with Compose."
    fi
}

# The value of a variable in .env.
env_value() { sed -n "s/^$1=//p" "$env_file"; }

random_secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Makes .env from its example: random secrets, ports moved by an offset.
make_env() {
    umask_before=$(umask)
    umask 077
    while IFS= read -r line; do
        case $line in
            [A-Z]*=) echo "$line$(random_secret)" ;;
            [A-Z]*_PORT=*) echo "${line%%=*}=$((${line#*=} + $1))" ;;
            DEMO_ROWS=*) echo "DEMO_ROWS=$2" ;;
            *) echo "$line" ;;
        esac
    done <"$root/compose/.env.example" >"$env_file.new"
    umask "$umask_before"
    mv "$env_file.new" "$env_file"
    say "compose/.env: made, with random secrets"
}

# reset, live, rows, port offset (may be empty), profiles
docker_up() {
    docker info >/dev/null 2>&1 || fail "Docker does not answer: is it running, and may you use it?"
    if $1 && [ -f "$env_file" ]; then
        docker_down --volumes
        rm -f "$env_file"
    fi
    if [ ! -f "$env_file" ]; then
        make_env "${4:-0}" "$3"
    elif [ -n "$4" ]; then
        fail "compose/.env has its ports already: change them there, or use --reset"
    fi
    ! $2 || set -- "$1" "$2" "$3" "$4" "$5 live"
    profiles=
    for profile in $5; do profiles="$profiles --profile $profile"; done
    say "Building the images, the first time from nothing…"
    # shellcheck disable=SC2086 # several options
    docker_compose $profiles build --quiet || fail "The images can not be built; see above."
    # shellcheck disable=SC2086
    docker_compose $profiles up -d || fail "The stack does not start; see above, and: docker ps -a"
    say "Waiting until the vault has caught up…"
    if ! docker_compose exec -T cdc-vault cdc-vault status --wait=300; then
        docker_compose logs --tail=5 cdc-vault >&2
        fail "The vault has not caught up, or is not healthy; see above"
    fi
    docker_hints "$5"
}

docker_hints() {
    page=http://127.0.0.1:$(env_value ADMIN_PORT)/
    cat <<TXT

The page: $page  (token, to change anything: ADMIN_TOKEN in compose/.env)
TXT
    case $1 in *observability*) say "Grafana:  http://127.0.0.1:$(env_value GRAFANA_PORT)/  (admin, GRAFANA_PASSWORD)" ;; esac
    case $1 in *airflow*) say "Airflow:  http://127.0.0.1:$(env_value AIRFLOW_PORT)/  (admin, AIRFLOW_PASSWORD)" ;; esac
    cat <<'TXT'

Try next, in the folder compose (or docker-compose, where that is what you have):
  docker compose exec cdc-vault cdc-vault status --watch          how everything is doing
  docker compose exec cdc-vault cdc-vault doctor                  everything that the service depends on
  docker compose exec cdc-vault cdc-vault verify                  whether the vault holds what the source holds
  docker compose exec dwh psql -U postgres dwh                    the vault itself
  docker compose run --rm demo traffic --rate 50 --duration 60    make the airline busy
  ../bin/down.sh --docker                                         stop everything
TXT
}

# Stops and removes the containers of all profiles; --volumes: and their data.
docker_down() {
    [ -f "$env_file" ] || { say "Nothing was started here."; return 0; }
    docker_compose --profile live --profile observability --profile airflow down --remove-orphans "$@"
}
