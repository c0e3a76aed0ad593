#!/usr/bin/env bash
# Holds a built image of the service to what SECURITY.md says of it: looks into its files and layers, then runs it with nothing allowed and has it translate.
#
#   docker/check-hardening.sh [IMAGE]              # localhost/seq2seqservice by default
#   ENGINE=docker docker/check-hardening.sh seq2seqservice
#
# Ends with 1 where something is not as it should be. Wants podman (with runc, as root) or docker, curl and jq. PORT (18480) is used on this machine.
set -uo pipefail
shopt -s lastpipe   # what counts failures stands at the end of pipes

image=${1:-localhost/seq2seqservice}
engine=${ENGINE:-podman}
port=${PORT:-18480}
most_megabytes=${MAX_MB:-300}
name=seq2seq-hardening-$$
room=$(mktemp -d)
failures=0
# podman's default runtime may refuse the machine's cgroups.
options=()
[ "$engine" = podman ] && command -v runc >/dev/null && options=(--runtime runc --cgroup-manager cgroupfs)

engine() { "$engine" "${options[@]}" "$@"; }

finish() {
  engine rm -f "$name" "$name-files" >/dev/null 2>&1
  rm -rf "$room"
}
trap finish EXIT

# none WHAT: standard input must be empty.
none() {
  local found
  found=$(head -5)
  verdict "$1" "$([ -z "$found" ] && echo ok)" "$found"
}

# verdict WHAT OK [FOUND]: OK is empty where it failed.
verdict() {
  if [ -n "$2" ]; then
    echo "ok      $1"
  else
    echo "FAILED  $1${3:+: $3}"
    failures=$((failures + 1))
  fi
}

unpack() {
  mkdir -p "$room/files" "$room/layers"
  engine create --name "$name-files" "$image" >/dev/null && engine export "$name-files" | tar -xf - -C "$room/files" &&
    engine save "$image" 2>/dev/null | tar -xf - -C "$room/layers" || { echo "FAILED  $image cannot be unpacked"; exit 1; }
}

check_files() {
  cd "$room/files" || exit 1
  find . -type f -perm /6000 | none "no file changes its user when it is run"
  find . \( -name sh -o -name bash -o -name dash -o -name ash -o -name busybox -o -name perl -o -name 'python*' -o -name apt-get -o -name dpkg -o -name curl -o -name wget \) \
    \( -type f -o -type l \) -perm /111 -path '*bin/*' | none "no shell, interpreter, package manager or downloader"
  find . \( -type f -o -type d \) -perm -0002 ! -path ./tmp | none "nobody may write but to /tmp"
  find ./app ! -uid 0 | none "the program belongs to root"
  cd - >/dev/null || exit 1
}

# A file that a later layer removes is still in the image.
check_layers() {
  local layer
  for layer in $(find "$room/layers" -type f -size +1k); do
    tar -tf "$layer" 2>/dev/null | grep -E '(^|/)(\.env|\.netrc|\.git|id_[a-z0-9]+|keys\.jsonl|NuGet\.Config|[^/]+\.(pfx|p12))$'
    tar -xOf "$layer" 2>/dev/null | grep -aoE -- '-----BEGIN [A-Z ]*PRIVATE KEY-----|s2s_[0-9a-f]{12}_[A-Za-z0-9_-]{43}' | head -3
  done | none "no secret in any layer"
  engine image inspect "$image" | jq -r '.[0].Config.Env[]' | grep -iE 'password|secret|token|connectionstring' | none "no secret in the environment"
}

check_settings() {
  local user size
  user=$(engine image inspect "$image" | jq -r '.[0].Config.User')
  verdict "the user is a number, and not 0 ($user)" "$(echo "$user" | grep -E '^[1-9][0-9]*(:[1-9][0-9]*)?$')"
  size=$(($(engine image inspect "$image" | jq '.[0].Size') / 1000000))
  verdict "$size MB, at most $most_megabytes" "$([ "$size" -le "$most_megabytes" ] && echo ok)"
}

# Nothing is allowed: no capability, no new privilege, a root that cannot be written, a few megabytes of /tmp.
start() {
  engine run -d --name "$name" --read-only --tmpfs /tmp:size=64m --cap-drop ALL --security-opt no-new-privileges --memory 1g --network host \
    --ulimit nofile=4096:4096 --ulimit nproc=1024:1024 -e ASPNETCORE_HTTP_PORTS="$port" -e Api__DrainDelay=00:00:01 "$image" >/dev/null || return 1
  for _ in $(seq 120); do
    curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null && return 0
    sleep 0.5
  done
  engine logs "$name" | tail -20
  return 1
}

check_running() {
  local answer status
  verdict "it starts read-only and without capabilities" "$(start && echo ok)"
  answer=$(curl -s "http://127.0.0.1:$port/translate" -H 'Content-Type: application/json' -d '{"q":"Good morning","source":"en","target":"de"}' | jq -r .translatedText)
  verdict "it translates: Good morning, $answer" "$(echo "$answer" | grep -i 'guten morgen')"
  verdict "it can check itself" "$(engine exec "$name" /app/Seq2SeqService.Api healthcheck | grep ': 200$')"
  status=$(cat "/proc/$(engine inspect "$name" | jq '.[0].State.Pid')/status" 2>/dev/null)
  verdict "its process is not root's" "$(echo "$status" | grep -E '^Uid:.[1-9][0-9]*.[1-9]')" "$(echo "$status" | grep ^Uid)"
  verdict "its process has no capability" "$(echo "$status" | grep -E '^CapEff:.0+$')"
  verdict "its process cannot gain privileges" "$(echo "$status" | grep -E '^NoNewPrivs:.1$')"
  verdict "its system calls are filtered" "$(echo "$status" | grep -E '^Seccomp:.2$')"
  { engine exec "$name" /bin/sh -c true 2>/dev/null && echo "a shell ran"; } | none "no shell can be started in it"
  engine stop -t 30 "$name" >/dev/null
  verdict "SIGTERM ends it with 0" "$(engine inspect "$name" | jq -r '.[0].State.ExitCode' | grep -x 0)"
}

unpack
check_files
check_layers
check_settings
check_running
[ "$failures" -eq 0 ] && echo "$image holds" || { echo "$image fails in $failures"; exit 1; }
