"""Sets a checkout up and starts the program or its tests; the start and test scripts are thin over this.

Standard library only. What is in place already is not touched, so a second run costs a fraction of a second.
"""

import ctypes
import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
RUNTIME_LOCK = ROOT / "packaging" / "requirements.lock"
DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"
SOURCES = ("desktop", "db", "scoring")

# The shared libraries Qt loads and the Debian package each is in. We ask the loader, not the package
# database: other distributions and later Debian releases name the packages differently.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Printers, and a session without X: installed along with the others, never a reason to ask or refuse.
WELCOME_LIBRARIES = {
    "libcups.so.2": "libcups2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

# The program is found in the checkout and nothing in the folder it is started from.
SOURCES_FOUND = {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}

# Settings of the surroundings that would lead Python or pip elsewhere, or leave every start without bytecode.
STRAY_SETTINGS = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PIP_PREFIX",
    "PIP_TARGET",
    "PIP_USER",
    "QT_PLUGIN_PATH",
    "VIRTUAL_ENV",
)


def main(arguments: Sequence[str]) -> NoReturn:
    """``start ARGUMENTS...`` opens the program, ``test [ARGUMENTS...]`` runs the checks and the tests."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a console of Windows
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # as above
    match list(arguments):
        case ["start", *rest]:
            start(rest)
        case ["test", *rest]:
            test(rest)
        case _:
            refuse("用法 (usage): prepare.py start|test [...]")


def start(arguments: Sequence[str]) -> NoReturn:
    environment = clean_environment(os.environ)
    install_libraries({**LIBRARIES, **SCREEN_LIBRARIES}, environment, WELCOME_LIBRARIES)
    install_lock(RUNTIME_LOCK, environment)
    if opens_window(arguments) and not has_display(os.environ, sys.platform):
        refuse(
            "环境已就绪，但这里没有图形显示，窗口无法打开；请在桌面会话中再运行一次。 "
            "(Everything is installed, but there is no display to open the window on: "
            "run this again in a desktop session.)"
        )
    become([str(venv_python()), "-m", "desktop", *arguments], environment | SOURCES_FOUND)


def test(arguments: Sequence[str]) -> NoReturn:
    environment = test_environment(os.environ)
    install_libraries(LIBRARIES, environment)
    install_lock(DEV_LOCK, environment)
    python = str(venv_python())
    failed = []
    if not arguments:
        for check in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
            say("== " + " ".join(check))
            if subprocess.run([python, "-m", *check], cwd=ROOT, env=environment, check=False).returncode:
                failed.append(" ".join(check))
        if failed:
            say("未通过 (failed): " + ", ".join(failed))
    say("== pytest")
    tests = subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False)
    sys.exit(tests.returncode or bool(failed))


def clean_environment(surroundings: Mapping[str, str]) -> dict[str, str]:
    environment = {name: value for name, value in surroundings.items() if name not in STRAY_SETTINGS}
    environment["PYTHONUTF8"] = "1"
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return environment


def test_environment(surroundings: Mapping[str, str]) -> dict[str, str]:
    """The same for everybody: no display, no language of the machine, no colours of Qt's own choice."""
    environment = clean_environment(surroundings)
    for name in list(environment):
        if name.startswith(("QT_", "LC_", "PYTEST_")):
            del environment[name]
    return environment | {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether the program would surely open a window; commands and files are the program's own affair."""
    return not arguments or arguments[0] == "gui"


def has_display(surroundings: Mapping[str, str], system: str) -> bool:
    if system != "linux":
        return True
    return any(surroundings.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def install_libraries(
    needed: Mapping[str, str], environment: Mapping[str, str], welcome: Mapping[str, str] | None = None
) -> None:
    """Installs the missing shared libraries, and Debian's own half of Python, with apt-get."""
    if sys.platform != "linux":
        return
    missing = [package for library, package in needed.items() if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if not missing:
        return
    prefix = apt_prefix()
    if prefix is None:
        refuse(
            f"缺少系统软件包，而这里不能用 apt-get 安装；请管理员先安装：{' '.join(missing)}。 "
            "(System packages are missing and apt-get cannot be used here: "
            "ask the administrator to install those named.)"
        )
    missing += [package for library, package in (welcome or {}).items() if not loads(library)]
    say(f"正在用 apt-get 安装系统软件包 (installing system packages): {' '.join(missing)}")
    quiet = {**environment, "DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NOWARNINGS": "yes"}
    install = [*prefix, "apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *missing]
    update = [*prefix, "apt-get", "update", "--quiet=2"]
    # Package lists of a fresh machine are empty or old; a mirror that fails shows in the second command.
    subprocess.run(update, env=quiet, check=False)
    if subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
        refuse(
            f"系统软件包未能装上（原因见上）；请管理员运行：apt-get install {' '.join(missing)} "
            "(the system packages could not be installed, see above: ask the administrator)"
        )


def apt_prefix() -> list[str] | None:
    """The words before apt-get: none as root, those of sudo, or None where it cannot be used."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]  # sudo keeps no variables by itself


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_lock(lock: Path, environment: Mapping[str, str]) -> None:
    """Makes ``.venv`` and installs the lock file, unless this very lock is installed there already.

    The locks of the tests hold all of the program's, so either order of starting and testing is served.
    """
    locks = [RUNTIME_LOCK] if lock == RUNTIME_LOCK else [RUNTIME_LOCK, lock]
    made_with = f"Python {sys.version_info.major}.{sys.version_info.minor} in {sys.base_prefix}"
    wanted = [made_with, *(stamp_line(file) for file in locks)]
    if not set(wanted) <= set(stamped()):
        with one_at_a_time():
            install_now(lock, made_with, wanted, environment)


def install_now(lock: Path, made_with: str, wanted: Sequence[str], environment: Mapping[str, str]) -> None:
    installed = stamped()
    if set(wanted) <= set(installed):  # somebody else did it meanwhile
        return
    if made_with not in installed or not venv_python().exists():  # without its Python an environment does not start
        say(f"正在建立独立环境 (making the isolated environment): {VENV.name}")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], environment)
    say(f"正在安装锁定的依赖，需一两分钟 (installing locked dependencies, a minute or two): {lock.name}")
    STAMP.unlink(missing_ok=True)  # an interrupted installation must not look finished
    python = str(venv_python())
    pip = ["-m", "pip", "install", "-qq", "--require-hashes", "--only-binary", ":all:", "--no-compile"]
    run([python, *pip, "--requirement", str(lock)], environment)
    folders = [VENV / ("Lib" if sys.platform == "win32" else "lib"), *(ROOT / name for name in SOURCES)]
    # Some packages carry files for other Python versions; what does not compile is never imported.
    compile_all = [python, "-m", "compileall", "-qq", "-j", "0", *map(str, folders)]
    subprocess.run(compile_all, env=environment, check=False)
    STAMP.write_text("\n".join(wanted) + "\n", encoding="utf-8")


def stamped() -> list[str]:
    """What is installed in ``.venv``; nothing where there is none."""
    return STAMP.read_text(encoding="utf-8").splitlines() if venv_python().exists() and STAMP.exists() else []


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Waits while another start of the same checkout sets it up: two at once would spoil each other's environment."""
    with VENV.with_name(f"{VENV.name}.lock").open("wb") as file:
        if not take(file.fileno()):
            say("另一次启动正在准备环境，请稍候 (another start is setting this up, please wait)")
            while not take(file.fileno()):
                time.sleep(0.5)
        yield  # closing the file gives it back


def take(file: int) -> bool:
    """Whether an open file is now ours alone; a share that knows no locks gives it to everybody."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def stamp_line(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return f"{digest}  {lock.name}"


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    if subprocess.run(command, env=environment, check=False).returncode:
        refuse(
            "安装没有完成，原因见上；排除后再运行一次即可。 "
            "(The set-up did not finish, see above; once that is mended, run this again.)"
        )


def become(command: list[str], environment: Mapping[str, str]) -> NoReturn:
    """Starts the program in the folder of the caller: files are named from there."""
    if sys.platform == "win32":  # there exec returns to the prompt while the program still runs
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    os.execve(command[0], command, environment)  # noqa: S606 - no shell is meant


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def refuse(sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    sys.exit(3)


if __name__ == "__main__":
    main(sys.argv[1:])
