#!/usr/bin/env bash
# clang-tidy over our own sources, on all cores; any warning is an error.
#   lint.sh BUILD_FOLDER [FILE…]
set -euo pipefail
build=$1
shift
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files '*.cc' | grep -v '_test\.cc$'); fi
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet -p "$build" 2>/dev/null
