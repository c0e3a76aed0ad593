#!/usr/bin/env bash
# Builds the C shim over the libtorch that this machine has. Usage: build.sh OUTPUT_DIRECTORY
# Looks, in this order, for: $LIBTORCH, Debian's or Ubuntu's libtorch-dev, a Python torch. Without one it builds nothing and succeeds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1

find_torch() {
  if [ -n "${LIBTORCH:-}" ]; then
    if [ -d "$LIBTORCH/share/cmake/Torch" ]; then echo "$LIBTORCH/share/cmake/Torch"; return; fi
    echo "seq2seq_torch: LIBTORCH=$LIBTORCH holds no share/cmake/Torch; point it at the root of a libtorch" >&2
    exit 1
  fi
  for found in /usr/lib/*/cmake/Torch /usr/share/cmake/Torch /usr/local/share/cmake/Torch; do
    if [ -f "$found/TorchConfig.cmake" ]; then echo "$found"; return; fi
  done
  python3 -c 'import importlib.util as u, os; s = u.find_spec("torch"); print(os.path.join(os.path.dirname(s.origin), "share/cmake/Torch") if s and os.path.isdir(os.path.join(os.path.dirname(s.origin), "share/cmake/Torch")) else "")' 2>/dev/null || true
}

torch=$(find_torch)
if [ -z "$torch" ] || ! command -v cmake >/dev/null || ! command -v c++ >/dev/null; then
  echo "seq2seq_torch: not built (needs libtorch-dev, cmake and a C++ compiler); serving on the CPU does not need it"
  exit 0
fi

mkdir -p "$out"
work="$out/cmake"
log="$out/build.log"
if ! { cmake -S "$here" -B "$work" -DTorch_DIR="$torch" && cmake --build "$work"; } >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  exit 1
fi
cp "$work/libseq2seq_torch.so" "$out/libseq2seq_torch.so"
