"""The pages of a year in the order of their tabs. A new page is one more entry; one that the form does not have is absent."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.forms.fact_offers import of_months, wanted_figures
from desktop.forms.form import BlockKind, FormLayout
from desktop.forms.tree_rows import TREE_KINDS
from scoring.finding import Place
from scoring.months import asks_for_months
from scoring.scored import ScoredTable
from scoring.table import NodeKind, RecordKind

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

DETAILS, FUNDS, FACTS, INDICATORS, TASKS, TEXTS, EVIDENCE, FINDINGS = (
    "details", "funds", "facts", "indicators", "tasks", "texts", "evidence", "findings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageOffer:
    """One page.

    Attributes:
        words: on its tab.
        fits: whether the form (or what the table holds) has it.
        make: builds it when it is first shown.
        kinds: the records it shows; a finding on one of them leads to it. Such a page has ``go_to(id, field) -> bool``.
    """

    key: str
    words: str
    fits: Callable[[FormLayout, ScoredTable], bool]
    make: Callable[["MainWindow"], QWidget]
    kinds: frozenset[RecordKind] = frozenset()


def _table_page(window: "MainWindow") -> QWidget:
    from desktop.grid.column_view import remembered_view
    from desktop.grid.page import TablePage

    page = TablePage(window.workspace, window, lambda form: remembered_view(window.settings.column_views, form))
    page.columns.chosen.connect(window.commands.remember_columns)
    page.cell_chosen.connect(lambda cell: window.inspector.show_cell(cell, page.heading()))
    window.inspector.show_cell(page.cell_in_row(), page.heading())
    return page


def _findings_page(window: "MainWindow") -> QWidget:
    from desktop.findings.page import FindingsPage

    page = FindingsPage(window.workspace, window)
    page.place_chosen.connect(window.commands.go_to_place)
    return page


def _tasks_page(window: "MainWindow") -> QWidget:
    from desktop.pages.tasks_page import TasksPage

    page = TasksPage(window.workspace, window)
    page.indicators_asked.connect(lambda node_id: window.commands.go_to_place(Place(RecordKind.NODE, node_id)))
    return page


def _has_funds(form: FormLayout, scored: ScoredTable) -> bool:
    return bool(form.blocks_of(BlockKind.FUNDS) or scored.funds) or asks_for_months(scored.rulebook)


def _has_facts(form: FormLayout, scored: ScoredTable) -> bool:
    own = any(not of_months(each.fact) for each in scored.base_facts)
    return bool(form.blocks_of(BlockKind.BASE_FACTS) or own or wanted_figures(scored))


def _has_tasks(form: FormLayout, scored: ScoredTable) -> bool:
    return bool(form.blocks_of(BlockKind.TASKS)) or any(each.node.kind is NodeKind.TASK for each in scored.rows.values())


def _has_rows(form: FormLayout, scored: ScoredTable) -> bool:
    return bool(form.blocks_of(*TREE_KINDS) or scored.rows)


def _always(*_: object) -> bool:
    return True


def _made(module: str, name: str) -> Callable[["MainWindow"], QWidget]:
    """A page whose room is opened when somebody turns to it."""

    def make(window: "MainWindow") -> QWidget:
        page: QWidget = getattr(import_module(f"desktop.pages.{module}"), name)(window.workspace, window)
        return page

    return make


PAGES = (
    PageOffer(
        DETAILS, "基本情况", _always, _made("details_page", "DetailsPage"), frozenset({RecordKind.DETAIL, RecordKind.HEADING})
    ),
    PageOffer(FUNDS, "资金", _has_funds, _made("funds_page", "FundsPage"), frozenset({RecordKind.FUND})),
    PageOffer(FACTS, "基础数据", _has_facts, _made("facts_page", "FactsPage"), frozenset({RecordKind.BASE_FACT})),
    PageOffer(INDICATORS, "指标表", _has_rows, _table_page, frozenset({RecordKind.NODE})),
    PageOffer(TASKS, "主要任务", _has_tasks, _tasks_page),
    PageOffer(TEXTS, "文字材料", _always, _made("texts_page", "TextsPage"), frozenset({RecordKind.NARRATIVE})),
    PageOffer(EVIDENCE, "佐证", _has_rows, _made("evidence_page", "EvidencePage"), frozenset({RecordKind.ATTACHMENT})),
    PageOffer(FINDINGS, "检查", _always, _findings_page),
)


def page_of(kind: RecordKind) -> str:
    """The key of the page that shows records of a kind, empty where none does."""
    return next((each.key for each in PAGES if kind in each.kinds), "")
