#!/usr/bin/env bash
# Installs the official client as the lock file names it, and runs the tests.
set -euo pipefail
source=$1
build=$2
if ! command -v npm >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 5) || (a === 18 && b >= 17) ? 0 : 1)'; then
  echo "TUF's official client needs Node 18.17 or 20.5 with npm, which this machine does not have" >&2
  exit 1
fi
mkdir -p "$build"
cp "$source"/{package.json,package-lock.json,.npmrc,service.mjs,tuf.test.mjs} "$build"
cd "$build"
stamp=$(sha256sum package-lock.json)
if [ "$(cat installed 2>/dev/null)" != "$stamp" ]; then
  npm ci --ignore-scripts --no-audit --no-fund
  echo "$stamp" >installed
fi
exec node --test tuf.test.mjs
