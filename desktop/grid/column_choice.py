"""The choice of columns on screen: the menu of the heading, and a list for the keyboard."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout

from desktop.grid.column_set import ColumnSet
from desktop.grid.columns import column_words
from desktop.grid.row_choice import RowChoice

KeyRole = Qt.ItemDataRole.UserRole


def show_heading_menu(columns: ColumnSet, choice: RowChoice, place: QPoint) -> QMenu:
    """The menu of the heading at a place of it."""
    view = columns.view
    words = column_words(columns.full_plan())
    key = view.heading.key_at(place)
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    at = next((at for at, each in enumerate(view.table.plan.columns) if each.key == key), -1)
    for words_of, falling in (("从小到大(&U)", False), ("从大到小(&D)", True)):
        sort = menu.addAction(f"按此列{words_of}")
        sort.setEnabled(at >= 0)
        sort.triggered.connect(lambda _=False, falling=falling: choice.sort_by(at, falling=falling))
    unsort = menu.addAction("恢复表样顺序(&F)")
    unsort.setEnabled(choice.sort is not None)
    unsort.triggered.connect(lambda _: choice.unsort())
    menu.addSeparator()
    hide = menu.addAction(f"隐藏“{words[key]}”列(&H)" if key in words else "隐藏此列(&H)")
    hide.setEnabled(key in words)
    hide.triggered.connect(lambda: columns.hide((*columns.hidden, key)))
    every = menu.addAction("显示全部列(&A)")
    every.setEnabled(bool(columns.hidden))
    every.triggered.connect(lambda: columns.hide(()))
    menu.addSeparator()
    menu.addAction("列(&L)…").triggered.connect(lambda: choose_columns(columns))
    menu.popup(view.heading.viewport().mapToGlobal(place))
    return menu


def choose_columns(columns: ColumnSet) -> QDialog:
    """A list of the columns; what is ticked is shown at once, in the order of the list."""
    dialog = QDialog(columns.view)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("列")
    listed = QListWidget(dialog)
    listed.setAccessibleName("显示的列")
    listed.setDragDropMode(QListWidget.DragDropMode.InternalMove)
    plan = columns.full_plan()
    moving = {each.key for each in plan.columns[plan.frozen :]}
    for key, words in column_words(plan).items():
        item = QListWidgetItem(words, listed)
        item.setData(KeyRole, key)
        flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags if key in moving else flags & ~Qt.ItemFlag.ItemIsDragEnabled)
        item.setCheckState(Qt.CheckState.Unchecked if key in columns.hidden else Qt.CheckState.Checked)
    listed.setCurrentRow(0)
    listed.itemChanged.connect(lambda _: columns.hide(_unticked(listed, columns.hidden)))
    listed.model().rowsMoved.connect(lambda *_: columns.order(_keys(listed)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    for words, keys, by in (("上移(&U)", "Alt+Up", -1), ("下移(&D)", "Alt+Down", 1)):
        button = buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.setShortcut(QKeySequence(keys))
        button.setToolTip(f"在表里向{'左' if by < 0 else '右'}移一列（{keys}）")
        button.clicked.connect(lambda _=False, by=by: _move(listed, by, moving))
    usual = buttons.addButton("按表样(&R)", QDialogButtonBox.ButtonRole.ActionRole)
    usual.setToolTip("列的次序和显示都照表样")
    usual.clicked.connect(lambda _: _as_the_form_has_them(columns, dialog))
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    told = QLabel("勾选的列显示在表里（空格键切换），可以拖动或用 Alt+↑↓ 改变次序；导出和打印仍是全部列、按表样的次序。", dialog)
    told.setWordWrap(True)
    layout.addWidget(told)
    layout.addWidget(listed, 1)
    layout.addWidget(buttons)
    dialog.resize(dialog.fontMetrics().height() * 26, dialog.fontMetrics().height() * 28)
    dialog.open()
    listed.setFocus()
    return dialog


def _as_the_form_has_them(columns: ColumnSet, dialog: QDialog) -> None:
    columns.order(())
    columns.hide(())
    dialog.close()


def _move(listed: QListWidget, by: int, moving: Collection[str]) -> None:
    """The chosen column one place on, among those that move."""
    row = listed.currentRow()
    to = row + by
    keys = _keys(listed)
    if not 0 <= to < len(keys) or not {keys[row], keys[to]} <= set(moving):
        return
    model = listed.model()
    model.moveRow(QModelIndex(), row, QModelIndex(), to + (1 if by > 0 else 0))
    listed.setCurrentRow(to)


def _keys(listed: QListWidget) -> list[str]:
    return [str(listed.item(row).data(KeyRole)) for row in range(listed.count())]


def _unticked(listed: QListWidget, before: tuple[str, ...]) -> tuple[str, ...]:
    """The hidden columns; those the list does not name stay hidden."""
    items = [listed.item(row) for row in range(listed.count())]
    here = {item.data(KeyRole) for item in items}
    unticked = [str(item.data(KeyRole)) for item in items if item.checkState() is Qt.CheckState.Unchecked]
    return (*(each for each in before if each not in here), *unticked)
