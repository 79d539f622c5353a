"""``python -m tests.fuzz [--files N] [--seed S] [--only NUMBER]``: spoiled files against reading, understanding and scoring.

Every file follows from seed and number alone. What would crash or hang the program is printed with its number and kept beside the
report; files that are refused, or whose reading process is ended by the guard, are no failures: that is what the guard is for.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.trial import Trial, good_files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one file, to look at it again")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="where failing files are kept")
    chosen = parser.parse_args()
    numbers = range(chosen.files) if chosen.only is None else [chosen.only]
    outcomes: Counter[str] = Counter()
    begun = time.perf_counter()
    with TemporaryDirectory() as folder:
        trial = Trial(Path(folder), good_files(Path(folder)), chosen.seed)
        for number in numbers:
            result = trial.run(number)
            outcomes[result.outcome] += 1
            if result.failed:
                chosen.keep.mkdir(exist_ok=True)
                (chosen.keep / f"{chosen.seed}-{number}-{result.name}").write_bytes(result.data)
                sys.stdout.write(f"{number} {result.name}: {result.trouble}\n")
            if number % 500 == 499:
                sys.stdout.write(f"{number + 1} files, {time.perf_counter() - begun:.0f} s: {dict(outcomes.most_common())}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{sum(outcomes.values())} files: {dict(outcomes.most_common())}\n")
    return int(any(each in outcomes for each in ("crash", "hang")))


if __name__ == "__main__":
    sys.exit(main())
