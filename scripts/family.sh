#!/usr/bin/env bash
# Trains members of the family by their recipes, publishes each into a store of its own, and prints its row of the table in docs/family.md:
# BLEU of the test set greedily, without regard to case and with it, parameters, time and speed.
# Usage: scripts/family.sh RECIPE… [-- --set KEY=VALUE …]
#   RECIPE  names in src/Training/Recipes, for example multi30k-1-lstm multi30k-5-transformer; their data is looked for below data/
set -euo pipefail

recipes=()
while [ $# -gt 0 ] && [ "$1" != "--" ]; do recipes+=("$1"); shift; done
[ "${1:-}" = "--" ] && shift
[ ${#recipes[@]} -gt 0 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }

root=$(realpath "$(dirname "$0")/..")
dotnet build -c Release -v quiet "$root/src/Training" >&2
worker=("$root/artifacts/bin/Training/release/Seq2SeqService.Training")
test=data/multi30k-en-de/test_2016_flickr

score() { "${worker[@]}" evaluate "runs/store/$1" --source $test.de --reference $test.en --beam "$2" "${@:3}"; }
value() { sed -n 's/^BLEU \([0-9.]*\).*/\1/p'; }

echo "| Recipe | Parameters | Minutes | Greedy, lower-cased | Greedy | Beam 4 | Tokens/s, greedy |"
echo "|---|---:|---:|---:|---:|---:|---:|"
for recipe in "${recipes[@]}"; do
  log=$("${worker[@]}" train "$root/src/Training/Recipes/$recipe.json" "$@" | tee /dev/stderr)
  "${worker[@]}" publish "$root/src/Training/Recipes/$recipe.json" --store runs/store "$@" >&2
  parameters=$(sed -n 's/^\([0-9,]*\) parameters.*/\1/p' <<< "$log" | tail -n 1)
  minutes=$(tail -n 1 "runs/$recipe/log.jsonl" | sed -n 's/.*"hours":\([0-9.e-]*\).*/\1/p' | awk '{ printf "%.0f", 60 * $1 }')
  greedy=$(score "$recipe" 1)
  speed=$(sed -n 's/.* \([0-9,]*\) tokens\/s.*/\1/p' <<< "$greedy")
  echo "| $recipe | $parameters | $minutes | $(score "$recipe" 1 --lowercase | value) | $(value <<< "$greedy") | $(score "$recipe" 4 | value) | $speed |"
done
