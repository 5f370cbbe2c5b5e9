#!/usr/bin/env bash
# Every test: format, unit, end to end, browser, lint, sanitizers; with --full all of the sanitizers, the corpus, benchmarks.
#   ./test.sh          what runs for each change
#   ./test.sh --full   what takes longer, too; by hand
set -euo pipefail
cd "$(dirname "$0")"
. scripts/prepare.sh
full=no
[ "${1:-}" = --full ] && full=yes && export JIANZHEN_FULL=1  # for tests that do more then
export JIANZHEN_MODELS="$PWD/build/models"

say "packages, models, web page"
install_packages
install_models
build_web

say "format"
git ls-files '*.h' '*.cc' | xargs clang-format --dry-run --Werror

say "web: types and texts"
(cd api/web && npm run --silent check)

say "build (release)"
cmake --preset release
cmake --build --preset release

say "unit tests and end to end"
ctest --preset release -j2

say "browser"
tests/browser/run.sh build/release/bin/jianzhen

say "what the service answers, held against its description; random requests"
tests/contract/run.sh build/release/bin/jianzhen

say "files that break readers, an even part of them"
tests/corpus/run.py --quick
tests/corpus/run.py --quick --serve

say "lint"
scripts/lint.py build/release

say "sanitizers: what opens submitters' bytes; fuzzers, seconds each"
cmake --preset asan
cmake --build --preset asan --target core_test ingest_test {compound_file,entry_json,mail,member_name,multipart,ofd,page_content,picture_header,reader_protocol,signature,tus_headers}_fuzz
ctest --preset asan -j2 -R '^(core|ingest|fuzz)\.'

if [ "$full" = yes ]; then
  say "sanitizers: address, undefined behaviour, all of it; fuzzers, ten minutes each"
  cmake --build --preset asan
  FUZZ_SECONDS=600 ctest --preset asan -j2 -LE end_to_end
  say "sanitizer: threads"
  cmake --preset tsan
  cmake --build --preset tsan
  ctest --preset tsan -j2 -LE end_to_end
  say "files that break readers"
  tests/corpus/run.py
  tests/corpus/run.py --serve
  say "all that the tests ask and are answered, held against the description"
  JIANZHEN_REQUESTS=10000 tests/contract/run.sh build/release/bin/jianzhen --traffic
  say "Debian package"
  cmake --build --preset release --target package
  if command -v lintian >/dev/null; then
    lintian --fail-on error,warning build/release/jianzhen_*.deb
  fi
  say "bench"
  tests/bench/run.py build/release
  tests/bench/ingest.py build/release
fi
say "all passed"
