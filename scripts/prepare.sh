# Sourced by ./run and ./test: installs what packages.txt names and configures a build.

# Runs as root, with sudo where we are somebody else.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs the packages of packages.txt that are not there.
install_packages() {
  local missing=()
  mapfile -t missing < <(grep -v '^#' packages.txt | while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done)
  [ "${#missing[@]}" -eq 0 ] && return 0
  echo "Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >"${TMPDIR:-/tmp}/nexy-apt.log" 2>&1 || {
    tail -20 "${TMPDIR:-/tmp}/nexy-apt.log"
    echo "The packages could not be installed; the lines above say why." >&2
    return 1
  }
}

# configure PRESET [CMAKE-ARGUMENT...]: quiet unless it fails.
configure() {
  local preset=$1 log
  shift
  log=$(mktemp)
  local launcher=()
  command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake --preset "$preset" "${launcher[@]}" "$@" >"$log" 2>&1 || {
    cat "$log"
    return 1
  }
  rm -f "$log"
}
