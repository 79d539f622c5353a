"""The checks a reviewer does by hand (V01–V44): one function each, from a scored table to findings.

Public: ``check_table``, ``check_again``, ``CHECKS``. May be imported by everyone; imports the rest of ``scoring`` only. A check
never raises for what people typed; its findings are sorted by code and stand in document order within one code.
"""

from scoring.checks import money, points, rows, words, years
from scoring.checks.case import CHECKS, Case, Checked, check_again, check_table

__all__ = ["CHECKS", "Case", "Checked", "check_again", "check_table", "money", "points", "rows", "words", "years"]
