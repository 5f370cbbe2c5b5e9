#!/usr/bin/env bash
# run.sh TARGET CORPUS [OPTION…]: a fuzz target over its kept corpus, for FUZZ_SECONDS (3) and on. What is found anew stays
# beside the build, in corpus-found/; an input that fails is left there too, under its hash, and its path is printed.
set -euo pipefail
target=$1
corpus=$2
shift 2
found="$(dirname "$target")/../corpus-found/$(basename "$target")"
mkdir -p "$found"
exec "$target" "$@" -max_total_time="${FUZZ_SECONDS:-3}" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -close_fd_mask=1 \
  -print_final_stats=1 -artifact_prefix="$found/failed-" "$found" "$corpus"
