#!/usr/bin/env bash
# Compares our SentencePiece encoding and decoding, line by line, with Debian's spm_encode and spm_decode:
# unigram and BPE, with and without byte fallback, on every line of the given text and on odd Unicode.
# Usage: scripts/compare-sentencepiece.sh DATA [NAME …]
#   DATA  a folder that is searched for text
#   NAME  file names to take (default: train.de train.fr train.es train.zh)
set -euo pipefail

if [ $# -lt 1 ] || [ ! -d "$1" ]; then
  sed -n '2,6s/^# //p' "$0" >&2
  exit 2
fi
command -v spm_encode > /dev/null || { echo "spm_encode is missing: apt-get install sentencepiece" >&2; exit 2; }

data=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- train.de train.fr train.es train.zh
files=()
for name in "$@"; do
  while IFS= read -r file; do files+=("$file"); done < <(find -L "$data" -type f -name "$name" | sort)
done
[ ${#files[@]} -gt 0 ] || { echo "$data holds no file named $*" >&2; exit 2; }

echo "$(cat "${files[@]}" | wc -l) lines of ${#files[@]} files, and odd Unicode"
cd "$(dirname "$0")/.."
SENTENCEPIECE_DATA=$(IFS=:; echo "${files[*]}") dotnet test -c Release --project tests/Core.Tests -- \
  --filter-class '*FullSentencePieceComparison'
echo "Every line is encoded and decoded alike by all four kinds of model."
