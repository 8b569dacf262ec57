#!/bin/sh
# Makes target/release/cdc-vault-VERSION.tar.gz and the Debian package cdc-vault_VERSION_all.deb, with their SHA-256 beside
# them, and tries them in an empty folder. The same commit gives the same bytes. Needs the network, for the list of parts.
# Arguments go to Maven, such as -s settings.xml.
set -eu
. "$(dirname -- "$0")/lib.sh"

require_java_17
cd "$root"
tar --version 2>/dev/null | grep -q GNU || fail "Releases are packed with GNU tar."
commit=$(git rev-parse --short=12 HEAD)
time=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)

say "Building $commit…"
mvn -q -B -ntp -Dfast -Prelease,debian -pl engine -am pre-integration-test "$@"
version=$(unzip -p engine/target/cdc-vault.jar BOOT-INF/classes/io/cdcvault/cli/version.properties | sed -n 's/^version=//p')
name="cdc-vault-$version"
package="cdc-vault_${version}_all.deb"
out="$root/target/release"
rm -rf "$out"
mkdir -p "$out"

tar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --format=gnu -C engine/target/release -cf - "$name" |
    gzip -9 -n >"$out/$name.tar.gz"
cp "engine/target/release/$package" "$out/"
for file in "$name.tar.gz" "$package"; do (cd "$out" && sha256sum "$file" >"$file.sha256"); done

say "Trying it…"
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"
(cd "$out" && sha256sum -c --quiet ./*.sha256)
tar -xzf "$out/$name.tar.gz"
ln -s "$name/bin/cdc-vault" cdc-vault
./cdc-vault --version | grep "$commit" || fail "The version does not name $commit"
./cdc-vault --help >/dev/null
./cdc-vault config show --config "$name/etc/cdc-vault.yaml" >/dev/null
./cdc-vault config schema | cmp - "$name/docs/schema/cdc-vault.schema.json"
./cdc-vault config schema --model | cmp - "$name/docs/schema/model.schema.json"
if command -v man >/dev/null 2>&1; then
    for page in "$name"/share/man/man1/*.1; do
        [ -z "$(man --warnings -l "$page" 2>&1 >/dev/null)" ] || fail "man cannot read $page"
    done
fi
grep -q '"bomFormat" *: *"CycloneDX"' "$name/cdc-vault.cdx.json" || fail "The list of parts is none"
if command -v dpkg-deb >/dev/null 2>&1; then
    dpkg-deb -x "$out/$package" package
    package/usr/bin/cdc-vault --version >/dev/null
    [ -f package/usr/share/man/man1/cdc-vault.1.gz ] || fail "The package has no manual pages"
fi
for file in "$out"/*.sha256; do
    say "${file%.sha256}"
    cat "$file"
done
