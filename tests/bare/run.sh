#!/usr/bin/env bash
# Both commands of README.md in a bare Debian 12 made by debootstrap: proves that packages.txt and the scripts install
# what they need. Needs root, debootstrap and some 12 GB of disk; takes as long as a first setup does.
#   tests/bare/run.sh [FOLDER]      default: a new folder below /var/tmp, removed at the end
set -euo pipefail
cd "$(dirname "$0")/../.."
root=${1:-$(mktemp -d /var/tmp/jianzhen-bare.XXXXXX)}
finish() {
  for mounted in proc dev/pts dev; do mountpoint -q "$root/$mounted" && umount "$root/$mounted"; done
  [ "${kept:-no}" = yes ] || rm -rf "$root"
}
trap finish EXIT
[ $# -gt 0 ] && kept=yes

if [ ! -x "$root/bin/bash" ]; then
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root"
fi
# The bare system reaches packages the way this one does.
cp -rT /etc/apt "$root/etc/apt"
for file in /etc/resolv.conf /etc/hosts /etc/npmrc "$HOME/.npmrc"; do
  [ -e "$file" ] && install -D "$file" "$root${file/#$HOME//root}"
done
[ -d /usr/local/share/ca-certificates ] && cp -rT /usr/local/share/ca-certificates "$root/usr/local/share/ca-certificates"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
mount -t proc proc "$root/proc"
mkdir -p "$root/jianzhen"
git ls-files -z | xargs -0 cp --parents -t "$root/jianzhen"
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} ${npm_config_registry:+npm_config_registry=$npm_config_registry} \
    bash -c "cd /jianzhen && update-ca-certificates >/dev/null 2>&1; git init -q 2>/dev/null; $1"
}
time inside ./setup.sh
inside "git add -A && ./test.sh"
echo "both commands ran on a bare Debian 12"
