#!/usr/bin/env bash
# Replays the Dockerfile's steps without an engine: a copy of what .dockerignore lets in, an environment of its own made
# from the hashed requirements, an installed (not editable) package, a user who is not root, and the health check.
#     tests/replay_dockerfile.sh [PYTHON]        about a minute; needs the package index, and root for the other user
set -euo pipefail
umask 022
python=${1:-python3}
source=$(cd "$(dirname "$0")/.." && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
step() { printf -- '-- %s\n' "$*"; }

step "build context"
mkdir "$root/build" "$root/data"
(cd "$source" && tar --exclude=__pycache__ -cf - requirements*.lock pyproject.toml README.md LICENSE briefings bot) |
    tar -C "$root/build" -xf -

as=()
if [ "$(id -u)" -eq 0 ]; then
    as=(setpriv --reuid=10001 --regid=10001 --clear-groups)
    # Where Python lives in root's home, the other user can't start it: a copy of it serves both.
    program=$(readlink -f "$(command -v "$python")")
    if [[ $program == "$(readlink -f ~root)"/* ]] || ! "${as[@]}" "$program" -c 'import json' 2>/dev/null; then
        base=$("$python" -c 'import sys; print(sys.base_prefix)')
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        step "a copy of Python outside of root's home"
        mkdir "$root/python"
        (cd "$base" && tar --exclude=__pycache__ --exclude=site-packages --exclude=test -cf - bin lib) | tar -C "$root/python" -xf -
        python=$root/python/bin/python$version
        export LD_LIBRARY_PATH=$root/python/lib # its own libpython, not the system's
        "${as[@]}" "$python" -c 'import json'
    fi
fi

step "environment from the hashed requirements"
"$python" -m venv "$root/opt"
pip=("$root/opt/bin/python" -m pip install -q --no-cache-dir --disable-pip-version-check)
"${pip[@]}" --require-hashes -r "$root/build/requirements.lock" \
    -r "$root/build/requirements-pictures.lock" -r "$root/build/requirements-meaning.lock" \
    -r "$root/build/requirements-llm.lock" -r "$root/build/requirements-mcp.lock"
(cd "$root/build" && "${pip[@]}" --no-deps --no-build-isolation .)
rm -rf "$root/build"

step "as a user who is not root"
[ "$(id -u)" -ne 0 ] || chown 10001:10001 "$root/data"
in_image() {
    (cd "$root/data" && exec "${as[@]}" env -i PATH="$root/opt/bin:/usr/bin:/bin" HOME="$root/data" PYTHONUNBUFFERED=1 \
        READOUT_DATA_DIR="$root/data" LANG=C.UTF-8 ${LD_LIBRARY_PATH:+LD_LIBRARY_PATH="$LD_LIBRARY_PATH"} "$@")
}
in_image readout --version
printf 'list\nhelp\n' | in_image readout chat

step "CMD without a token: says how to set it up, waits, and ends with 0 at SIGTERM"
in_image readout run --wait >"$root/told" &
service=$!
for _ in $(seq 30); do
    sleep 1
    if grep -q "readout setup" "$root/told"; then waits=yes && break; fi
done
[ "${waits:-}" = yes ] || { echo "It never said how to set it up." >&2; exit 1; }
kill -0 "$service"
pkill -TERM --parent "$service" || kill -TERM "$service"
wait "$service"

step "CMD: readout run with a platform that is down, until the health check is content"
in_image env TELEGRAM_BOT_TOKEN=1:replayed TELEGRAM_API_URL=http://127.0.0.1:9 readout run --wait &
service=$!
for _ in $(seq 30); do
    sleep 1
    if in_image readout health; then healthy=yes && break; fi
done
[ "${healthy:-}" = yes ] || { echo "The health check never passed." >&2; exit 1; }

step "SIGTERM ends it cleanly"
pkill -TERM --parent "$service"
wait "$service"
echo "The image's steps hold."
