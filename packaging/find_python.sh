# Finds a Python that runs the program and names it in $python; read by start.sh and test.sh.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
python=
for candidate in python3.11 python3.12 python3.13 python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "没有找到 Python 3.11、3.12 或 3.13，请先安装其中之一。 (No Python 3.11, 3.12 or 3.13 found: install one first.)" >&2
    exit 3
fi
