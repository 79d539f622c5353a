"""Where things lie: the program's own resources, the user's book, settings and log."""

from pathlib import Path

import platformdirs

APP = "ziping"
BOOK_NAME = "绩效自评.ziping"


def resources() -> Path:
    """The folder of forms, rulebooks, samples, fonts, icons, help.

    It stands beside the package ``desktop``: in a checkout, in an installed wheel, and in a frozen program,
    whose builder gives modules the place they would have had.
    """
    return Path(__file__).resolve().parents[2] / "resources"


def book_path() -> Path:
    """The user's own book, in the documents folder of the platform."""
    return platformdirs.user_documents_path() / BOOK_NAME


def settings_path() -> Path:
    """Settings of this machine (window, recent files, printer); the book holds everything else."""
    return platformdirs.user_config_path(APP, appauthor=False) / "settings.json"


def working_folder() -> Path:
    """Copies of books on network shares while they are worked on; what could not be put back waits there."""
    return platformdirs.user_data_path(APP, appauthor=False) / "working"


def log_path() -> Path:
    return platformdirs.user_log_path(APP, appauthor=False) / "ziping.log"
