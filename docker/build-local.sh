#!/usr/bin/env bash
# Builds the image of the service from the Dockerfile without Docker, without a daemon and without a registry of images: bases come from Debian's packages
# and from the .NET that is installed here.
#
#   apt-get install buildah debootstrap            # and podman, runc to run it
#   docker/build-local.sh                          # → localhost/seq2seqservice:latest
#   docker/build-local.sh training                 # → localhost/seq2seqservice-training:latest, over Debian's libtorch; api-torch likewise
#
# Wants root, a .NET SDK of version 10 and Debian 12's mirror (MIRROR=…). The bases stay in buildah's store: `buildah rmi seq2seq-sdk seq2seq-aspnet seq2seq-chiselled` removes them.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-api}
suffix=
[ "$target" = api ] || suffix=-${target#api-}
mirror=${MIRROR:-http://deb.debian.org/debian}
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
room=artifacts/images
debian=$room/debian

# What .NET needs of a system, and a user that owns nothing else.
libraries=(libc6 libgcc-s1 libstdc++6 libssl3 zlib1g ca-certificates tzdata base-files netbase)

assemble_debian() {
  [ -e "$debian.done" ] && return
  rm -rf "$debian" && mkdir -p "$debian"
  debootstrap --variant=minbase --include="$(IFS=,; echo "${libraries[*]}")" bookworm "$debian" "$mirror" >"$room/debootstrap.log" ||
    { tail -20 "$room/debootstrap.log" >&2; return 1; }
  echo 'app:x:1654:' >>"$debian/etc/group"
  echo 'app:x:1654:1654::/home/app:/usr/sbin/nologin' >>"$debian/etc/passwd"
  rm -rf "$debian"/var/cache/apt/archives/*.deb "$debian"/var/lib/apt/lists/*
  touch "$debian.done"
}

# Those packages' files and nothing else: no shell, no package manager, nothing that may change its user.
assemble_chiselled() {
  local root=$room/chiselled
  rm -rf "$root" && mkdir -p "$root/tmp" && chmod 1777 "$root/tmp"
  {
    chroot "$debian" dpkg -L "${libraries[@]}" | grep -vE '^/\.$|/s?bin/|/share/(doc|man|lintian|locale|bug)/|^/(home|tmp|dev|proc|sys|run|boot|var/(tmp|mail|local|spool|backups))' |
      sed -E 's,^/(lib|lib64)/,/usr/\1/,'   # where Debian's links lead
    printf '%s\n' /bin /sbin /lib /lib64 /etc/passwd /etc/group /etc/nsswitch.conf /etc/ld.so.cache
    (cd "$debian" && find etc/ssl/certs -printf '/%p\n')
  } | sed 's,^/,,' | sort -u >"$room/files"
  (cd "$debian" && { xargs -d '\n' ls -d 2>/dev/null || true; } | tar -cf - --no-recursion -T -) <"$room/files" | tar -xf - -C "$root"
}

# image NAME ROOT PARTS…: ROOT with the named parts of this machine's .NET.
image() {
  local name=$1 root=$2 container part
  shift 2
  buildah inspect --type image "$name" >/dev/null 2>&1 && return
  container=$(buildah from scratch)
  buildah add -q "$container" "$root" / >/dev/null
  for part; do
    buildah add -q "$container" "$dotnet/$part" "/usr/share/dotnet/$part" >/dev/null
  done
  buildah config --env APP_UID=1654 --env PATH=/usr/share/dotnet:/usr/sbin:/usr/bin --env DOTNET_RUNNING_IN_CONTAINER=true --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true "$container"
  buildah commit -q --rm "$container" "$name" >/dev/null
  echo "Assembled $name"
}

assemble_bases() {
  local runtime=(dotnet host shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App)
  assemble_debian
  assemble_chiselled
  image localhost/seq2seq-chiselled "$room/chiselled" "${runtime[@]}"
  image localhost/seq2seq-aspnet "$debian" "${runtime[@]}"
  image localhost/seq2seq-sdk "$debian" "${runtime[@]}" sdk sdk-manifests packs templates
}

# Certificates that this machine trusts are trusted while packages are fetched, and are in no image.
build() {
  local trusted=/etc/ssl/certs/ca-certificates.crt
  buildah bud --isolation chroot --layers --target "$target" -t "localhost/seq2seqservice$suffix" \
    --build-arg SDK_IMAGE=localhost/seq2seq-sdk \
    --build-arg API_IMAGE=localhost/seq2seq-chiselled \
    --build-arg TRAINING_IMAGE=localhost/seq2seq-aspnet \
    --build-arg TORCH_PROVIDER=own \
    --volume "$trusted:$trusted:ro" .
}

mkdir -p "$room"
assemble_bases
build
