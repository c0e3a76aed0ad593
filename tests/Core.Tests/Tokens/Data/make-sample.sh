#!/usr/bin/env bash
# Makes this folder's models and expected outputs anew with SentencePiece's own tools (Debian package sentencepiece, 0.1.97).
# Usage: make-sample.sh DATA   where DATA holds tatoeba-en-{de,es,fr,zh} and libreoffice-en-{de,zh}, each with train.* and test.*
set -euo pipefail
data=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

take() { awk -v every="$2" -v most="$3" 'NR % every == 0 && most-- > 0' "$1"; }

{
  for language in de es fr zh; do
    take "$data/tatoeba-en-$language/test.$language" 17 55
  done
  for language in de zh; do
    take "$data/libreoffice-en-$language/test.$language" 13 40
  done
} > real.txt
cat real.txt odd.txt > "$work/lines"

{
  for language in de es fr zh; do
    take "$data/tatoeba-en-$language/train.$language" 5 6000
  done
  for language in de zh; do
    take "$data/libreoffice-en-$language/train.$language" 4 3000
  done
} > "$work/train"

# A few replacement rules, since the full set alone would be 237 kB in every model: code points, a tab, code points.
printf 'FB01\t66 69\nFF21\t41\n3000\t20\n65 301\tE9\nAD\t\nFF76 FF9E\t30AC\nA0\t20\n2026\t2E 2E 2E\n' > "$work/rules"

train() {
  local name=$1
  shift
  (
    cd "$work"
    spm_train --input=train --model_prefix="$name" --vocab_size=2400 --num_threads=1 --minloglevel=2 \
      --character_coverage=0.98 --control_symbols='>>de<<' --user_defined_symbols='<sep>,foo bar,日本,http://' "$@" > /dev/null
  )
  cp "$work/$name.model" .
  spm_encode --model="$name.model" --input="$work/lines" --output="$name.pieces"
  spm_decode --model="$name.model" --input="$name.pieces" --output="$name.text"
}

train bpe --model_type=bpe --normalization_rule_name=identity --split_digits
train bpe-bytes --model_type=bpe --byte_fallback --normalization_rule_tsv=rules
train unigram --model_type=unigram --normalization_rule_tsv=rules
train unigram-bytes --model_type=unigram --byte_fallback --normalization_rule_name=identity --split_by_whitespace=false
spm_normalize --normalization_rule_name=nmt_nfkc --input="$work/lines" --output=normalized.txt
