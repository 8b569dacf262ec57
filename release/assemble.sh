#!/bin/sh
# Puts together what a release holds: engine/target/release/cdc-vault-VERSION, from what Maven has built. Maven calls it
# before the integration tests; bin/release.sh packs the folder. Manual pages and the list of parts are in it only with
# the Maven profile `release`. Argument: the version.
set -eu
cd "$(dirname -- "$0")/.."

version=$1
built=engine/target
tree=$built/release/cdc-vault-$version
rm -rf "$built/release"
mkdir -p "$tree/lib" "$tree/share/man/man1" "$tree/share/completion"

# The jar with its libraries beside it starts in less time than the one that holds them.
cp "$built/cdc-vault-$version-thin.jar" "$tree/cdc-vault.jar"
(cd "$built/release" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" --extract --file ../cdc-vault.jar BOOT-INF/lib)
mv "$built/release/BOOT-INF/lib"/*.jar "$tree/lib/"
rm -rf "$built/release/BOOT-INF"

cp -R release/bin release/etc release/systemd "$tree/"
cp LICENSE README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md "$tree/"
cp -R docs "$tree/docs"
cp -R compose/observability "$tree/share/observability"
cp engine/src/main/resources/io/cdcvault/admin/openapi.yaml "$tree/share/"
[ ! -d "$built/man" ] || cp "$built"/man/*.1 "$tree/share/man/man1/"
[ ! -f "$built/cdc-vault.cdx.json" ] || cp "$built/cdc-vault.cdx.json" "$tree/"

# What pages link to in a clone stands elsewhere here.
for page in "$tree"/docs/*.md; do
    sed -e 's#](../compose/observability#](../share/observability#' \
        -e 's#](../engine/src/main/resources/io/cdcvault/admin/openapi.yaml#](../share/openapi.yaml#' "$page" >"$page.new"
    mv "$page.new" "$page"
done

chmod 755 "$tree/bin/cdc-vault"
"$tree/bin/cdc-vault" completion bash >"$tree/share/completion/cdc-vault.bash"
"$tree/bin/cdc-vault" completion fish >"$tree/share/completion/cdc-vault.fish"
"$tree/bin/cdc-vault" completion zsh >"$tree/share/completion/_cdc-vault"
find "$tree" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
chmod 755 "$tree/bin/cdc-vault"
