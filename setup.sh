#!/usr/bin/env bash
# Installs what is needed, builds, and checks a sample. Runs on a fresh Debian 12; may run twice.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/prepare.sh

say "1/5 安装软件包 · packages"
install_packages
say "2/5 识读模型 · models"
install_models
say "3/5 网页 · web page"
build_web
say "4/5 编译 · build (build/release)"
cmake --preset release
cmake --build --preset release
say "5/5 核对一个示例 · checking a sample"
# 1 says that the sample has a veto finding, as it is meant to have.
status=0
build/release/bin/jianzhen check samples/LN2024-9002 || status=$?
[ "$status" -le 1 ] || exit "$status"

cat <<'NEXT'

接下来 · next:
  build/release/bin/jianzhen check samples/LN2024-*/ --keep     核对三个示例并存入本机 / check all samples and keep them
  build/release/bin/jianzhen search 数据要素                     检索 / search them
  build/release/bin/jianzhen serve                              打开 http://127.0.0.1:8080 / the web page
  ./test.sh                                                     运行全部测试 / run all tests
NEXT
