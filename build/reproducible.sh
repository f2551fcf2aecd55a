#!/usr/bin/env bash
# Builds a commit twice, in two folders, and compares every jar and bill of materials. Takes some minutes.
# Usage: build/reproducible.sh [COMMIT [OPTIONS OF MAVEN, such as -pl job -am]]
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
commit="$(git -C "$root" rev-parse --verify "${1:-HEAD}^{commit}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Of all that is ours; what Maven fetched is the same file in both.
outputs() {
  (cd "$1" && find . -path '*/target/flink' -prune -o -path '*/target/launcher' -prune -o \
    \( -path '*/target/*.jar' -o -path '*/target/*.cdx.json' \) -type f -print0 | sort -z | xargs -0 sha256sum)
}

for folder in first "a second folder"; do
  mkdir "$work/$folder"
  git -C "$root" archive "$commit" | tar -x -C "$work/$folder"
  echo "building $commit in $work/$folder …" >&2
  (cd "$work/$folder" && mvn -B -q -Dquick -DskipTests -Dskip.job.jar=false -Dskip.api.jar=false -Dskip.bill=false "${@:2}" package)
  outputs "$work/$folder" > "$work/$folder.sums"
done

bills="$(grep -c 'cdx.json' "$work/first.sums" || true)"
jars="$(grep -c '\.jar$' "$work/first.sums" || true)"
if ! diff "$work/first.sums" "$work/a second folder.sums"; then
  echo "not reproducible: the files above differ" >&2
  exit 1
fi
[ "$jars" -gt 0 ] || { echo "no jar was built" >&2; exit 1; }
echo "reproducible: $jars jars and $bills bills of materials are the same, byte for byte"
