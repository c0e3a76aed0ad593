#!/usr/bin/env bash
# Installs what the tests need and runs every test. Ends with "N passed, N failed, N skipped"; exit code 0 only when nothing failed.
# Arguments go to `dotnet test`, for example: ./test.sh -- --filter-class '*BeamGroupTests'
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# libtorch, its BLAS and Gloo for training, cmake and g++ for the shim, SentencePiece as the judge of ours, Chromium for the pages, PostgreSQL for glossaries and jobs, jq for the parts list,
# torchrun (python3-torch) and network namespaces (iproute2) for training in several processes, libraries of HAProxy (liblua5.3-0, libopentracing-c-wrapper0).
packages=(libtorch-dev libgloo-dev libopenblas0-pthread cmake g++ make sentencepiece chromium postgresql jq python3-torch iproute2 liblua5.3-0 libopentracing-c-wrapper0)

install_packages() {
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Missing packages: ${missing[*]}. Without root or sudo they are not installed; the tests that need them are skipped."
      return
    fi
    as_root=(sudo)
  fi

  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  # One package that this system does not know must not keep the others away.
  for package in "${missing[@]}"; do
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
      echo "apt-get could not install $package; the tests that need it are skipped."
  done
}

if command -v apt-get >/dev/null; then
  install_packages
else
  echo "No apt-get here: install the counterparts of ${packages[*]} yourself, or their tests are skipped."
fi

# Prometheus, which judges metrics, alerts and the dashboard. Its package would start a service: it is unpacked and not installed.
prometheus=artifacts/prometheus
if command -v apt-get >/dev/null && ! command -v prometheus >/dev/null && [ ! -x "$prometheus/usr/bin/prometheus" ]; then
  mkdir -p "$prometheus"
  (cd "$prometheus" && apt-get download -qq prometheus 2>/dev/null && dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb) ||
    echo "apt-get could not fetch prometheus; the tests that need it are skipped."
fi

# Slurm, whose packages would start services as well; what this system already has of it is taken instead.
slurm=artifacts/slurm
if command -v apt-get >/dev/null && [ ! -x /usr/sbin/slurmctld-wlm ] && [ ! -x "$slurm/usr/sbin/slurmd-wlm" ]; then
  mkdir -p "$slurm"
  (cd "$slurm" && apt-get download -qq slurmctld slurmd slurm-client slurm-wlm-basic-plugins 2>/dev/null &&
    for package in *.deb; do dpkg-deb -x "$package" . || exit 1; done && rm -- *.deb) ||
    echo "apt-get could not fetch Slurm; the tests that need it are skipped."
fi

# The balancers, to read and to run our configurations of them; their packages would start services too.
balancers=artifacts/balancers
if command -v apt-get >/dev/null && [ ! -x "$balancers/usr/sbin/nginx" ]; then
  mkdir -p "$balancers"
  (cd "$balancers" && apt-get download -qq haproxy nginx 2>/dev/null && for package in *.deb; do dpkg-deb -x "$package" . || exit 1; done && rm -- *.deb) ||
    echo "apt-get could not fetch HAProxy and nginx; the tests that need them are skipped."
fi
export PATH="$PATH:$PWD/$balancers/usr/sbin"

# The public clients of DeepL and LibreTranslate; their tests are skipped without them.
if command -v npm >/dev/null; then
  npm ci --prefix tests/EndToEnd.Tests/Clients --no-audit --no-fund --loglevel error ||
    echo "npm could not install the clients; the tests that need them are skipped."
else
  echo "No npm here; the tests of the public clients are skipped (Debian: apt-get install nodejs npm)."
fi

# The schemas of what is deployed.
if command -v npm >/dev/null; then
  npm ci --prefix tests/EndToEnd.Tests/Deployment --no-audit --no-fund --loglevel error ||
    echo "npm could not install the schemas; the tests that need them are skipped."
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! dotnet build -c Release -v quiet; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# A filter leaves most test projects with nothing to run, which is exit code 8 and no fault.
[ $# -gt 0 ] && export TESTINGPLATFORM_EXITCODE_IGNORE=8

code=0
run_tests() {
  dotnet test -c Release --no-build --max-parallel-test-modules 1 "$@" 2>&1 | tee -a "$log"
  local result=${PIPESTATUS[0]}
  [ "$result" -eq 0 ] || code=$result
}

run_tests "$@"

# Once more on narrower vectors than this machine may have: the kernels themselves, and the engine against its equations.
if [ $# -eq 0 ]; then
  for switch in DOTNET_EnableAVX512=0 DOTNET_EnableAVX2=0; do
    echo "With $switch"
    export "${switch?}"
    run_tests --project tests/Inference.Tests -- --filter-class '*.Cpu.Kernels.*' --filter-class '*.Cpu.QuantizedEngineTests' --filter-class '*.Cpu.ParityTests'
    unset "${switch%=*}"
  done
fi

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)

if [ "$((passed + failed))" -eq 0 ]; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# Whoever reads only the end sees what failed.
[ "$failed" -eq 0 ] || grep -E '^failed [A-Z]' "$log"

# A test host that crashed leaves a red run with green counts.
[ "$code" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$code" -eq 0 ]
