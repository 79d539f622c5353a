"""The first schema of a book."""

import sqlite3

STATEMENTS = """
CREATE TABLE edit (
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    operation TEXT NOT NULL,
    step INTEGER NOT NULL,
    undoes INTEGER,
    table_no INTEGER,
    unit TEXT NOT NULL,
    year INTEGER,
    subject TEXT NOT NULL,
    place TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    change TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (position)
);

CREATE INDEX edit_by_table ON edit (table_no, position);

CREATE TABLE profile (
    row_no INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no)
);

CREATE UNIQUE INDEX profile_by_name ON profile (name);

CREATE TABLE unit (
    unit_no INTEGER NOT NULL,
    name TEXT NOT NULL,
    parent_no INTEGER,
    digest BLOB NOT NULL,
    PRIMARY KEY (unit_no),
    FOREIGN KEY(parent_no) REFERENCES unit (unit_no)
);

CREATE UNIQUE INDEX unit_by_name ON unit (name);

CREATE TABLE comparison_link (
    row_no INTEGER NOT NULL,
    unit_no INTEGER NOT NULL,
    subject TEXT NOT NULL,
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    state TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (unit_no, subject, first, second),
    FOREIGN KEY(unit_no) REFERENCES unit (unit_no)
);

CREATE TABLE year_table (
    table_no INTEGER NOT NULL,
    unit_no INTEGER NOT NULL,
    year INTEGER NOT NULL,
    subject TEXT NOT NULL,
    present INTEGER NOT NULL,
    next_number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (table_no),
    UNIQUE (unit_no, year, subject),
    FOREIGN KEY(unit_no) REFERENCES unit (unit_no)
);

CREATE TABLE attachments (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    size TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE base_facts (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    value_text TEXT NOT NULL,
    unit TEXT NOT NULL,
    "group" TEXT NOT NULL,
    source_text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE details (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE funds (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    "group" TEXT NOT NULL,
    label TEXT NOT NULL,
    level TEXT NOT NULL,
    initial_budget_text TEXT NOT NULL,
    adjusted_budget_text TEXT NOT NULL,
    executed_text TEXT NOT NULL,
    published_rate_text TEXT NOT NULL,
    points_text TEXT NOT NULL,
    given_score_text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE heading (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    form TEXT NOT NULL,
    rulebook TEXT NOT NULL,
    money_unit TEXT NOT NULL,
    status TEXT NOT NULL,
    published_points_text TEXT NOT NULL,
    published_score_text TEXT NOT NULL,
    published_grade_text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE mark (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no),
    FOREIGN KEY(position) REFERENCES edit (position)
);

CREATE INDEX mark_by_table ON mark (table_no, position);

CREATE TABLE narratives (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE nodes (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    lineage_id TEXT NOT NULL,
    section TEXT NOT NULL,
    points_text TEXT NOT NULL,
    explanation TEXT NOT NULL,
    comparator_text TEXT NOT NULL,
    target_text TEXT NOT NULL,
    target_unit_text TEXT NOT NULL,
    target_read_as TEXT NOT NULL,
    actual_text TEXT NOT NULL,
    actual_read_as TEXT NOT NULL,
    given_score_text TEXT NOT NULL,
    aside_score_text TEXT NOT NULL,
    published_score_text TEXT NOT NULL,
    published_rate_text TEXT NOT NULL,
    verified_score_text TEXT NOT NULL,
    evidence_text TEXT NOT NULL,
    reason_text TEXT NOT NULL,
    remark_text TEXT NOT NULL,
    money_text TEXT NOT NULL,
    office_text TEXT NOT NULL,
    method TEXT NOT NULL,
    parameters_text TEXT NOT NULL,
    not_applicable_text TEXT NOT NULL,
    position INTEGER NOT NULL,
    sums BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE note (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, id),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE record_order (
    row_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ids TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    UNIQUE (table_no, kind),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no)
);

CREATE TABLE seal (
    seal_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    position INTEGER NOT NULL,
    unsealed INTEGER,
    rulebook_key TEXT NOT NULL,
    rulebook_text TEXT NOT NULL,
    program_version TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (seal_no),
    FOREIGN KEY(table_no) REFERENCES year_table (table_no),
    FOREIGN KEY(position) REFERENCES edit (position),
    FOREIGN KEY(unsealed) REFERENCES edit (position)
);

CREATE INDEX seal_by_table ON seal (table_no, position);

CREATE TABLE sealed_result (
    row_no INTEGER NOT NULL,
    seal_no INTEGER NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (row_no),
    FOREIGN KEY(seal_no) REFERENCES seal (seal_no)
);

CREATE INDEX sealed_result_by_seal ON sealed_result (seal_no);
"""


def migrate(driver: sqlite3.Connection) -> None:
    """Makes the tables of an empty book."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            driver.execute(statement)
