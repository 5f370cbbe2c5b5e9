# Sourced by setup.sh and test.sh: what both need before the first compiler runs.
# Every step may run twice; what is there already is left alone.

# A step's title with the time since the start, which shows what a step costs.
say() { printf '\n\033[1m== %s\033[0m (%d:%02d)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "需要管理员权限安装软件包：请用 root 运行，或先安装 sudo。" >&2
    echo "Installing packages needs root: run as root, or install sudo." >&2
    exit 1
  fi
}

install_packages() {
  local missing=()
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done < <(grep -vE '^\s*(#|$)' packages.txt)
  # Any npm will do; Debian's is taken only where there is none, for it conflicts with others' Node.
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ ${#missing[@]} = 0 ] && return
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# npm_ci FOLDER: the pinned packages of FOLDER, again only when its lock file changed.
npm_ci() {
  local stamp="$1/node_modules/.installed"
  cmp -s "$1/package-lock.json" "$stamp" && return
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund)
  cp "$1/package-lock.json" "$stamp"
}

install_models() {
  npm_ci models
  models/install.sh build/models
}

build_web() {
  npm_ci api/web
  local page=api/web/dist/index.html
  if [ -e $page ] && [ -z "$(find api/web api/http/openapi.yaml -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -newer $page -print)" ]; then
    return
  fi
  (cd api/web && npm run --silent build)
}
