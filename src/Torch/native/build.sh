#!/usr/bin/env bash
# Builds the C shim over the libtorch that this machine has. Usage: build.sh OUTPUT_DIRECTORY
# Looks, in this order, for: $LIBTORCH, Debian's or Ubuntu's libtorch-dev, a Python torch. Without one it builds nothing and succeeds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1
library="$out/libseq2seq_torch.so"
log="$out/build.log"

fail() { echo "seq2seq_torch : error : $1" >&2; exit 1; }

# The directory of TorchConfig.cmake of an installed or unpacked libtorch.
find_libtorch() {
  local found
  if [ -n "${LIBTORCH:-}" ]; then
    found="$LIBTORCH/share/cmake/Torch"
    [ -f "$found/TorchConfig.cmake" ] || fail "LIBTORCH=$LIBTORCH holds no share/cmake/Torch; point it at the root of a libtorch"
    echo "$found"
    return
  fi
  for found in /usr/lib/*/cmake/Torch /usr/share/cmake/Torch /usr/local/share/cmake/Torch; do
    if [ -f "$found/TorchConfig.cmake" ]; then echo "$found"; return; fi
  done
}

# The package directory of a Python torch that brings its headers.
find_python_torch() {
  local found
  found=$(python3 -c 'import importlib.util as u, os; s = u.find_spec("torch"); print(os.path.dirname(s.origin))' 2>/dev/null) || return 0
  if [ -d "$found/include/torch/csrc/api/include" ] && [ -f "$found/lib/libtorch.so" ]; then echo "$found"; fi
}

up_to_date() {
  local source
  for source in "$here"/*; do
    if [ ! -e "$library" ] || [ "$source" -nt "$library" ]; then return 1; fi
  done
}

build_with_cmake() { cmake -S "$here" -B "$out/cmake" -DTorch_DIR="$1" && cmake --build "$out/cmake" --parallel 2 && cp "$out/cmake/libseq2seq_torch.so" "$2"; }

# A Python torch for CUDA has CMake files that ask for the whole CUDA toolkit; its headers and libraries are all that the shim needs.
build_with_compiler() {
  local abi found cuda=() includes=() flags=()
  abi=$(python3 -c 'import torch; print(int(torch.compiled_with_cxx11_abi()))') || return 1
  if [ -f "$1/lib/libtorch_cuda.so" ]; then cuda=(-ltorch_cuda -lc10_cuda); fi
  for found in "$1"/../nvidia/*/include /usr/local/cuda/include; do
    if [ -d "$found" ]; then includes+=("-I$found"); fi
  done
  flags=(-std=c++20 -O3 -ffp-contract=off -fno-math-errno -fPIC "-D_GLIBCXX_USE_CXX11_ABI=$abi" "-I$1/include" "-I$1/include/torch/csrc/api/include")
  if echo 'int main() {}' | c++ -fopenmp -x c++ - -o /dev/null 2>/dev/null; then flags+=(-fopenmp); fi
  flags+=($(backend Gloo USE_C10D_GLOO SEQ2SEQ_GLOO) $(backend NCCL USE_C10D_NCCL SEQ2SEQ_NCCL))
  c++ "${flags[@]}" "${includes[@]}" -shared -fvisibility=hidden "$here"/seq2seq_{torch,kernels,distributed}.cpp -o "$2" \
    -L"$1/lib" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10 "${cuda[@]}" -Wl,-rpath,"$1/lib"
}

# The definitions of a backend of c10d whose headers, libtorch's and its own, are there.
backend() {
  if echo "#include <torch/csrc/distributed/c10d/ProcessGroup$1.hpp>
    c10d::ProcessGroup$1* found;" | c++ "${flags[@]}" "${includes[@]}" "-D$2" -fsyntax-only -x c++ - 2>/dev/null; then echo "-D$2 -D$3"; fi
}

libtorch=$(find_libtorch)
python_torch=""
if [ -z "$libtorch" ]; then python_torch=$(find_python_torch); fi
if { [ -z "$libtorch" ] || ! command -v cmake >/dev/null; } && [ -z "$python_torch" ] || ! command -v c++ >/dev/null; then
  echo "seq2seq_torch: not built (needs libtorch-dev, cmake and a C++ compiler); serving on the CPU does not need it"
  exit 0
fi

# Builds that run at once wait for the first one, and find its library.
mkdir -p "$out"
exec 9>"$out/lock"
if command -v flock >/dev/null; then flock 9; fi
if up_to_date; then exit 0; fi

# A process that has the old library open keeps it: the new one takes its name whole.
fresh="$library.fresh"
if [ -n "$libtorch" ]; then build=build_with_cmake; else build=build_with_compiler; fi
if ! "$build" "${libtorch:-$python_torch}" "$fresh" >"$log" 2>&1; then
  grep -E 'error:|Error: |CMake Error' -A 3 "$log" | head -n 20 >&2 || true
  fail "the shim over ${libtorch:-$python_torch} does not build; the whole log is $log"
fi
mv -f "$fresh" "$library"
