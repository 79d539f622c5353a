#!/bin/sh
# Sets everything up where needed and runs every check and test: ./test.sh, or only pytest: ./test.sh PYTEST-ARGUMENTS
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/packaging/find_python.sh"
exec "$python" -I "$here/packaging/prepare.py" test "$@"
