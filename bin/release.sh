#!/bin/sh
# Makes target/release/cdc-vault-VERSION.tar.gz, with its SHA-256 beside it, and tries it in an empty folder. The same
# commit gives the same bytes. Needs the network, for the list of parts. Arguments go to Maven, such as -s settings.xml.
set -eu
. "$(dirname -- "$0")/lib.sh"

require_java_17
cd "$root"
tar --version 2>/dev/null | grep -q GNU || fail "Releases are packed with GNU tar."
commit=$(git rev-parse --short=12 HEAD)
time=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)

say "Building $commit…"
mvn -q -B -ntp -Dfast -Prelease -pl engine -am package "$@"
version=$(unzip -p engine/target/cdc-vault.jar BOOT-INF/classes/io/cdcvault/cli/version.properties | sed -n 's/^version=//p')
name="cdc-vault-$version"
out="$root/target/release"
rm -rf "$out"
mkdir -p "$out"

# The jar with its libraries beside it starts in less time than the one that holds them.
mkdir -p "$out/$name/lib"
unzip -q -j engine/target/cdc-vault.jar 'BOOT-INF/lib/*' -d "$out/$name/lib"
cp "engine/target/$name.jar" "$out/$name/cdc-vault.jar"
cp -R release/bin release/etc release/systemd "$out/$name/"
mkdir -p "$out/$name/share/man/man1" "$out/$name/share/completion"
cp engine/target/man/*.1 "$out/$name/share/man/man1/"
cp -R compose/observability "$out/$name/share/observability"
cp engine/target/cdc-vault.cdx.json LICENSE README.md CHANGELOG.md "$out/$name/"
cp -R docs "$out/$name/docs"
"$out/$name/bin/cdc-vault" completion bash >"$out/$name/share/completion/cdc-vault.bash"
"$out/$name/bin/cdc-vault" completion fish >"$out/$name/share/completion/cdc-vault.fish"
"$out/$name/bin/cdc-vault" completion zsh >"$out/$name/share/completion/_cdc-vault"

find "$out/$name" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
chmod 755 "$out/$name/bin/cdc-vault"
tar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --format=gnu -C "$out" -cf - "$name" |
    gzip -9 -n >"$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
rm -rf "${out:?}/$name"

say "Trying it…"
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"
(cd "$out" && sha256sum -c --quiet "$name.tar.gz.sha256")
tar -xzf "$out/$name.tar.gz"
ln -s "$name/bin/cdc-vault" cdc-vault
./cdc-vault --version | grep "$commit" || fail "The version does not name $commit"
./cdc-vault --help >/dev/null
./cdc-vault config show --config "$name/etc/cdc-vault.yaml" >/dev/null
if command -v man >/dev/null 2>&1; then
    for page in "$name"/share/man/man1/*.1; do
        [ -z "$(man --warnings -l "$page" 2>&1 >/dev/null)" ] || fail "man cannot read $page"
    done
fi
grep -q '"bomFormat" *: *"CycloneDX"' "$name/cdc-vault.cdx.json" || fail "The list of parts is none"
say "$out/$name.tar.gz"
cat "$out/$name.tar.gz.sha256"
