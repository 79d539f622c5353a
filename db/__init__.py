"""The book: one SQLite file, its history and its copies. The only room that speaks SQL.

``store`` is the door, ``backup`` and ``salvage`` work on closed books, ``faults`` is the vocabulary of environment trouble.
May be imported by ``desktop.workspace`` and ``desktop.app`` (``faults`` by all of desktop); imports ``scoring`` only.

Inside, each leaning on those after it: ``work`` and ``history`` (what is accepted, what is remembered), ``book`` (an open file),
``records`` and ``catalogue`` (rows of a table, the tables there are), ``log`` and ``edits`` (the one log and its written form),
``rows``, ``hashes``, ``convert``, ``tables`` (how a row is made), ``engine`` (connections; driver's errors become faults).
"""
