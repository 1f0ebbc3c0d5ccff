#!/usr/bin/env bash
# Makes a Python environment with ArviZ for the test of NetCDF files, once for each list of versions, and prints its python.
# Fails with a reason on stderr where there is no Python, no network, or no wheel.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/credence
list=$(sha256sum "$here/requirements.txt" | cut -c1-12)
environment=$cache/arviz-$list
if [ ! -e "$environment/ready" ]; then
  command -v python3 >/dev/null || { echo 'there is no python3' >&2; exit 1; }
  rm -rf "$environment"
  mkdir -p "$cache"
  python3 -m venv "$environment" >&2
  timeout 240 "$environment/bin/pip" install --quiet --no-compile --disable-pip-version-check --only-binary :all: -r "$here/requirements.txt" >&2
  touch "$environment/ready"
fi
echo "$environment/bin/python"
