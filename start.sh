#!/bin/sh
# Sets everything up where needed and opens the program: ./start.sh [ARGUMENTS OF ziping]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/packaging/find_python.sh"
exec "$python" -I "$here/packaging/prepare.py" start "$@"
