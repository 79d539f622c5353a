"""The choice of columns on screen: the menu of the heading, and a list for the keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout

from desktop.grid.columns import column_words

if TYPE_CHECKING:
    from desktop.grid.page import TablePage

KeyRole = Qt.ItemDataRole.UserRole


def show_heading_menu(page: "TablePage", place: QPoint) -> QMenu:
    """The menu of the heading at a place of it."""
    words = column_words(page.full_plan())
    key = page.view.heading.key_at(place)
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    at = next((at for at, each in enumerate(page.model.plan.columns) if each.key == key), -1)
    for words_of, falling in (("从小到大(&U)", False), ("从大到小(&D)", True)):
        sort = menu.addAction(f"按此列{words_of}")
        sort.setEnabled(at >= 0)
        sort.triggered.connect(lambda _=False, falling=falling: page.choice.sort_by(at, falling=falling))
    unsort = menu.addAction("恢复表样顺序(&F)")
    unsort.setEnabled(page.choice.sort is not None)
    unsort.triggered.connect(lambda _: page.choice.unsort())
    menu.addSeparator()
    hide = menu.addAction(f"隐藏“{words[key]}”列(&H)" if key in words else "隐藏此列(&H)")
    hide.setEnabled(key in words)
    hide.triggered.connect(lambda: page.hide_columns((*page.hidden_columns, key)))
    every = menu.addAction("显示全部列(&A)")
    every.setEnabled(bool(page.hidden_columns))
    every.triggered.connect(lambda: page.hide_columns(()))
    menu.addSeparator()
    menu.addAction("列(&L)…").triggered.connect(lambda: choose_columns(page))
    menu.popup(page.view.heading.viewport().mapToGlobal(place))
    return menu


def choose_columns(page: "TablePage") -> QDialog:
    """A list of the columns; what is ticked is shown at once."""
    dialog = QDialog(page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("列")
    listed = QListWidget(dialog)
    listed.setAccessibleName("显示的列")
    for key, words in column_words(page.full_plan()).items():
        item = QListWidgetItem(words, listed)
        item.setData(KeyRole, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if key in page.hidden_columns else Qt.CheckState.Checked)
    listed.setCurrentRow(0)
    listed.itemChanged.connect(lambda _: page.hide_columns(_unticked(listed, page.hidden_columns)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QLabel("勾选的列显示在表里（空格键切换）；导出和打印仍是全部列。", dialog))
    layout.addWidget(listed, 1)
    layout.addWidget(buttons)
    dialog.resize(dialog.fontMetrics().height() * 24, dialog.fontMetrics().height() * 26)
    dialog.open()
    listed.setFocus()
    return dialog


def _unticked(listed: QListWidget, before: tuple[str, ...]) -> tuple[str, ...]:
    """The hidden columns; those of other forms stay hidden."""
    items = [listed.item(row) for row in range(listed.count())]
    here = {item.data(KeyRole) for item in items}
    unticked = [str(item.data(KeyRole)) for item in items if item.checkState() is Qt.CheckState.Unchecked]
    return (*(each for each in before if each not in here), *unticked)
