#!/bin/sh
# Renews both lock files from pyproject.toml and proves that every platform finds wheels with the locked hashes.
# Needs uv on the PATH and the network. Arguments go to uv, for example: packaging/renew_locks.sh --upgrade
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE

lock() { # lock OUTPUT ARGUMENTS...: no header and no index addresses, so that the file says nothing of this machine
    output=$1
    shift
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url --no-emit-find-links --output-file "$output" "$@" >/dev/null
}

lock packaging/requirements.lock "$@"
lock packaging/requirements-dev.lock --group dev --constraints packaging/requirements.lock "$@"
lock packaging/requirements-build.lock --group build --constraints packaging/requirements.lock "$@"

if grep -nE '://|--index|--find-links|^-e |file:' packaging/requirements*.lock; then
    echo "A lock file names an address: a changed index setting of uv got into it." >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for file in packaging/requirements*.lock; do
    # UOS 20 has glibc 2.28, Kylin V10 2.31; each is the oldest we run on.
    for platform in x86_64-pc-windows-msvc x86_64-manylinux_2_28 aarch64-manylinux_2_31; do
        for python in 3.11 3.12 3.13; do
            uv pip install --quiet --dry-run --require-hashes --only-binary :all: --python-platform "$platform" \
                --python-version "$python" --target "$scratch" --requirement "$file"
            echo "$file: wheels for $platform, Python $python"
        done
    done
done
