# Sourced by ./run and ./test: installs what packages.txt names, configures and builds.

# Runs as root, with sudo where we are somebody else.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

is_installed() {
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

is_available() {
  apt-cache show "$1" >/dev/null 2>&1
}

# Each line of packages.txt of which no alternative is installed.
missing_packages() {
  local line name
  grep -v '^#' packages.txt | while read -r line; do
    for name in ${line//|/ }; do
      is_installed "$name" && continue 2
    done
    echo "$line"
  done
}

# Installs what is missing of packages.test.txt as far as it can be had; nothing depends on it.
install_test_packages() {
  local name wanted=() log="${TMPDIR:-/tmp}/nexy-apt-test.log"
  for name in $(grep -v '^#' packages.test.txt); do
    is_installed "$name" || wanted+=("$name")
  done
  [ "${#wanted[@]}" -eq 0 ] && return 0
  echo "Installing for the tests: ${wanted[*]}"
  as_root apt-get update -qq >/dev/null 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${wanted[@]}" >"$log" 2>&1 || {
    tail -20 "$log" >&2
    echo "They could not be installed; the lines above say why, all of it is in $log." >&2
    return 1
  }
}

# Installs the packages of packages.txt that are not there.
install_packages() {
  local missing line name chosen packages=() unknown=()
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -eq 0 ] && return 0
  local log="${TMPDIR:-/tmp}/nexy-apt.log"
  if ! command -v apt-get >/dev/null; then
    echo "Nexy builds on Debian 12 or Ubuntu 24.04; here there is no apt-get." >&2
    return 1
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "Packages are missing: ${missing[*]}. Run this as root, or install sudo." >&2
    return 1
  fi
  as_root apt-get update -qq >"$log" 2>&1 || { tail -20 "$log" >&2; return 1; }
  for line in "${missing[@]}"; do
    chosen=
    for name in ${line//|/ }; do
      if is_available "$name"; then chosen=$name; break; fi
    done
    if [ -n "$chosen" ]; then packages+=("$chosen"); else unknown+=("$line"); fi
  done
  if [ "${#unknown[@]}" -gt 0 ]; then
    echo "This system has no package ${unknown[*]}; Nexy builds on Debian 12 or Ubuntu 24.04." >&2
    return 1
  fi
  echo "Installing ${#packages[@]} packages: ${packages[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${packages[@]}" >"$log" 2>&1 || {
    tail -20 "$log" >&2
    echo "The packages could not be installed; the lines above say why, all of it is in $log." >&2
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
    cat "$log" >&2
    echo "The build could not be configured; the lines above say why." >&2
    rm -f "$log"
    return 1
  }
  rm -f "$log"
}

# build PRESET [TARGET...]: shows how far it is on a terminal, and what failed if something does.
build() {
  local preset=$1 log targets=() line
  shift
  [ "$#" -gt 0 ] && targets=(--target "$@")
  log=build/$preset/build.log
  if ! cmake --build --preset "$preset" "${targets[@]}" 2>&1 | tee "$log" | show_progress; then
    grep -E 'error|FAILED' -A5 "$log" | head -80 >&2 || tail -20 "$log" >&2
    echo "The build failed; all of its output is in $log." >&2
    return 1
  fi
}

# Ninja's "[12/345] …" on one line that is written over, where somebody watches.
show_progress() {
  local line
  while IFS= read -r line; do
    if [ -t 1 ] && [[ $line == \[* ]]; then printf '\r%s ' "${line%%]*}]"; fi
  done
  if [ -t 1 ]; then printf '\r                \r'; fi
}

# Node.js and npm, which only the tests of nexy-sim with the vendors' clients need. Not a line of
# packages.txt: ./run does without, and a Node.js from elsewhere brings its own npm.
install_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  local log="${TMPDIR:-/tmp}/nexy-apt.log"
  echo "Installing nodejs and npm"
  as_root apt-get update -qq >"$log" 2>&1 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >>"$log" 2>&1 || {
    tail -20 "$log" >&2
    echo "nodejs and npm could not be installed; the lines above say why, all of it is in $log." >&2
    return 1
  }
}
