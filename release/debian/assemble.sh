#!/bin/sh
# Lays out the Debian package's files as engine/target/release/debian.tar, which jdeb packs, from the folder that
# release/assemble.sh has made. Needs GNU tar. Argument: the version.
set -eu
cd "$(dirname -- "$0")/../.."

tree=engine/target/release/cdc-vault-$1
root=engine/target/release/debian
docs=$root/usr/share/doc/cdc-vault
rm -rf "$root"

# Arguments: a file, and the folder that it goes to.
place() {
    mkdir -p "$root/$2"
    cp -R "$tree/$1" "$root/$2/"
}
# Arguments: a file, and the whole path that it goes to.
place_as() {
    mkdir -p "$(dirname -- "$root/$2")"
    cp "$tree/$1" "$root/$2"
}

for part in bin lib cdc-vault.jar; do place $part usr/share/cdc-vault; done
mkdir -p "$root/usr/bin"
ln -s ../share/cdc-vault/bin/cdc-vault "$root/usr/bin/cdc-vault"
# Editors read them, also where dpkg is told to leave out /usr/share/doc; `cdc-vault init` looks for them beside the jar.
place docs/schema usr/share/cdc-vault/docs
mkdir -p "$root/etc/cdc-vault"
sed 's#/opt/cdc-vault/docs#/usr/share/cdc-vault/docs#' "$tree/etc/cdc-vault.yaml" >"$root/etc/cdc-vault/cdc-vault.yaml"
mkdir -p "$root/usr/lib/systemd/system"
sed 's#/opt/cdc-vault/bin#/usr/bin#' "$tree/systemd/cdc-vault.service" \
    >"$root/usr/lib/systemd/system/cdc-vault.service"

place_as share/completion/cdc-vault.bash usr/share/bash-completion/completions/cdc-vault
place share/completion/cdc-vault.fish usr/share/fish/vendor_completions.d
place share/completion/_cdc-vault usr/share/zsh/vendor-completions
for page in "$tree"/share/man/man1/*.1; do
    [ ! -f "$page" ] || place "share/man/man1/${page##*/}" usr/share/man/man1
done
[ ! -d "$root/usr/share/man" ] || gzip -9 -n "$root"/usr/share/man/man1/*.1

# Links between the pages lead to where they lead in the archive.
for part in README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md LICENSE docs; do place $part usr/share/doc/cdc-vault; done
for part in observability openapi.yaml; do place share/$part usr/share/doc/cdc-vault/share; done
[ ! -f "$tree/cdc-vault.cdx.json" ] || place cdc-vault.cdx.json usr/share/doc/cdc-vault
cp release/debian/copyright "$docs/copyright"
gzip -9 -n -c "$tree/CHANGELOG.md" >"$docs/changelog.gz"

find "$root" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
chmod 755 "$root/usr/share/cdc-vault/bin/cdc-vault"
tar --sort=name --owner=root:0 --group=root:0 --format=gnu -C "$root" -cf "$root.tar" .
rm -rf "$root"
