"""A learned layout as a file that goes to a colleague and comes back. No Qt."""

from pathlib import Path

from desktop.kit.safefile import replace_file
from desktop.reading.profiles import Profile, from_text, to_text

PROFILES = "对应关系 (*.json);;所有文件 (*)"


def read_profile(path: Path) -> Profile | None:
    """The layout in a file; ``None`` where it holds none, or cannot be read."""
    try:
        return from_text(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None


def write_profile(path: Path, profile: Profile) -> None:
    """Write a layout.

    Raises:
        EnvironmentFault: those of :func:`desktop.kit.safefile.replace_file`.
    """
    with replace_file(path) as draft:
        draft.write_text(to_text(profile), encoding="utf-8")
