#!/usr/bin/env bash
# Makes docs/screens/: pictures.sh PROGRAM     PROGRAM: build/release/bin/jianzhen
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
JIANZHEN_PICTURES="$here/../../docs/screens"
export JIANZHEN_PICTURES
rm -f "$JIANZHEN_PICTURES"/*.webp
exec "$here/run.sh" "$1" "$here/pictures.mjs"
