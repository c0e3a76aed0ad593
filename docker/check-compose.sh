#!/usr/bin/env bash
# Brings docker-compose.yml up with the images at hand and tries what it promises: two replicas behind the balancer, a new version from the training image, a replica that dies, an end without force.
#
#   docker/check-compose.sh
#   HAPROXY_IMAGE=localhost/haproxy docker/check-compose.sh
#
# Ends with 1 where something is not as it should be. Wants Docker with Compose 2 (COMPOSE names another command), curl and jq, and the images seq2seqservice and seq2seqservice-training; what it makes is a project of its own and goes when it ends.
set -uo pipefail
cd "$(dirname "$0")/.."

export SEQ2SEQ_PORT=${PORT:-18481}
read -ra compose <<<"${COMPOSE:-docker compose}"
project=seq2seq-check-$$
failures=0

compose() { "${compose[@]}" -p "$project" "$@"; }

finish() {
  compose down --volumes --timeout 30 >/dev/null 2>&1
  exit $((failures > 0))
}
trap finish EXIT

# verdict WHAT COMMAND…: the command must succeed.
verdict() {
  local what=$1
  shift
  if "$@" >/dev/null; then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    failures=$((failures + 1))
  fi
}

# within SECONDS COMMAND…: until the command succeeds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 1
  done
}

translation() {
  curl -sf -m 20 "http://localhost:$SEQ2SEQ_PORT/translate" -H 'Content-Type: application/json' -d '{"q":"Good morning!","source":"en","target":"de"}' | jq -r .translatedText
}
translates() { [ "$(translation)" = 'Guten Morgen!' ]; }
served() { curl -sf -m 20 "http://localhost:$SEQ2SEQ_PORT/models" | jq -r '.[] | .version' | sort -u; }
serves() { [ "$(served)" = "$1" ]; }
both_serve() { serves "$1" && serves "$1" && serves "$1" && serves "$1"; }   # the balancer asks one and the other
container() { compose ps -q "$1"; }
inspect() { docker inspect -f "$2" "$(container "$1")"; }
is() { [ "$1" = "$2" ]; }

verdict "it starts" compose up -d --no-build
verdict "it translates" within 90 translates
verdict "replicas have no port of this machine" is "$(docker port "$(container api)")" ''
for service in api api-2 balancer; do
  verdict "$service: root is only read" is "$(inspect "$service" '{{.HostConfig.ReadonlyRootfs}}')" true
  verdict "$service: no capability" is "$(inspect "$service" '{{.HostConfig.CapDrop}}')" '[ALL]'
done

verdict "the training image publishes a version into the volume of the replicas" \
  compose --profile training run --rm training quantize /models/en-de --version 29991231-000000
verdict "both replicas take it over" within 120 both_serve 29991231-000000

verdict "a killed replica costs no answer" bash -c "docker kill '$(container api-2)'"
for _ in 1 2 3 4 5; do verdict "the other one answers" translates; done

verdict "it ends in time" compose stop --timeout 40
verdict "the replica ended by itself" is "$(docker inspect -f '{{.State.ExitCode}}' "$(compose ps -aq api 2>/dev/null || compose ps -q api)")" 0
