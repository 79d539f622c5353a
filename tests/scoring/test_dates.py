import pytest

from scoring.dates import DATE, format_deadline, is_in_time, read_deadline
from scoring.reading import Deadline


def deadline(text: str) -> Deadline | None:
    found = DATE.search(text)
    return found and read_deadline(found)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2022年10月底前", Deadline(2022, 10, end=True)),
        ("10月15日", Deadline(None, 10, 15)),
        ("2022.12.31", Deadline(2022, 12, 31)),
        ("2022年", Deadline(2022, 12, end=True)),
        ("第三季度", Deadline(None, 9, end=True)),
        ("2023年上半年", Deadline(2023, 6, end=True)),
        ("下半年", Deadline(None, 12, end=True)),
        ("2022.10前", Deadline(2022, 10, end=True)),
        ("1-12月", None),
        ("2021-2022年", None),
        ("每月15日前", None),
        ("十四五", None),
        ("9:00-17:30", None),
        ("20个月", None),
        ("3.5万", None),
    ],
)
def test_a_date_is_read_as_the_last_day_it_can_mean(text: str, read: Deadline | None) -> None:
    assert deadline(text) == read


@pytest.mark.parametrize(
    ("done", "limit", "met"),
    [
        ("2022年11月", "2022年12月", True),
        ("2023年1月", "2022年12月", False),
        ("12月15日", "2022年12月31日", True),
        ("12月31日", "12月30日", False),
        ("11月", "12月底", True),
        ("7月", "6月底", False),
        ("12月", "12月15日", None),
        ("12月", "12月底", True),
    ],
)
def test_in_time_is_only_said_where_the_dates_can_tell(done: str, limit: str, met: bool | None) -> None:
    assert is_in_time(deadline(done), deadline(limit)) is met


def test_a_deadline_is_written_as_tables_write_it() -> None:
    assert format_deadline(Deadline(2022, 10, end=True)) == "2022年10月底前"
    assert format_deadline(Deadline(None, 6, 30)) == "6月30日前"
    assert format_deadline(Deadline(None, 6)) == "6月前"
