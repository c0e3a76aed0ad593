#!/usr/bin/env bash
# Writes the parts list (SBOM, CycloneDX 1.6 as JSON) of a program on standard output: every package that its lock file names.
# Usage: scripts/sbom.sh [PROJECT]      the folder of a project (default: src/Api)
# The same lock file gives the same bytes. Not in the list: .NET itself, which the image brings, and what the operating system brings.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v jq > /dev/null || { echo "jq is missing: apt-get install jq" >&2; exit 2; }

project=${1:-src/Api}
[ -f "$project/packages.lock.json" ] || { echo "$project has no packages.lock.json" >&2; exit 2; }

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
jq --arg name "Seq2SeqService.$(basename "$project")" --arg version "$version" '
  def ref: "pkg:nuget/\(.name)@\(.version)";
  [.dependencies | to_entries[].value | to_entries[] | {name: .key, type: .value.type, version: .value.resolved, hash: .value.contentHash,
                                                        needs: (.value.dependencies // {} | keys)}] as $all
  | ($all | map(select(.type != "Project")) | unique_by(.name)) as $packages
  | ($packages | map({key: (.name | ascii_downcase), value: ref}) | from_entries) as $refs
  | ($all | map(select(.type == "Project")) | map({key: (.name | ascii_downcase), value: .needs}) | from_entries) as $rooms
  | def behind: [.[] | ascii_downcase | $refs[.] // ($rooms[.] // [] | behind[])] | unique;
  "pkg:generic/\($name)@\($version)" as $own
  | {
      bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
      metadata: {component: {type: "application", "bom-ref": $own, name: $name, version: $version, licenses: [{license: {id: "MIT"}}]}},
      components: [$packages[] | {type: "library", "bom-ref": ref, name, version, purl: ref,
                                  properties: [{name: "nuget:contentHash", value: .hash}]}],
      dependencies: ([{ref: $own, dependsOn: ([$packages[] | select(.type == "Direct") | ref] + [$rooms[] | behind[]] | unique)}]
                     + [$packages[] | {ref: ref, dependsOn: (.needs | behind)}])
    }' "$project/packages.lock.json"
