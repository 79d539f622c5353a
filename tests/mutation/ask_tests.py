"""The test command of the mutation run: the tests of the changed module first, then all of tests/scoring, until one fails."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "scoring"
OPTIONS = ["-c", "tests/mutation/pytest.ini", "--rootdir", ".", "-q", "-x", "-m", "not long", "--hypothesis-seed=0"]


def changed_modules() -> list[str]:
    """The names of the modules that differ from the last commit."""
    said = subprocess.run(["git", "diff", "--name-only", "--", "scoring"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(line).stem for line in said.stdout.splitlines()]


def own_tests(module: str) -> list[Path]:
    """The test files named after a module; those of the checks stand in one file."""
    found = sorted(TESTS.glob(f"test_{module}.py"))
    return found or sorted(TESTS.glob("test_checks*.py")) + sorted(TESTS.glob("test_score.py"))


def main() -> int:
    """0 where every test passes and the change survives."""
    own = [str(path) for module in changed_modules() for path in own_tests(module)]
    for paths in (own, [str(TESTS)]):
        asked = subprocess.run([sys.executable, "-m", "pytest", *OPTIONS, *paths], cwd=ROOT, check=False)
        if asked.returncode:
            return asked.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
