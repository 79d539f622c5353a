"""The manual beside the work: topics and search at the left, the topic at the right; F1 opens it where the clerk is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit.composing import ComposingLine
from desktop.kit.help_text import INDEX, address, groups, read_topic, search, topics
from desktop.kit.save_place import ask_where_to_save
from desktop.kit.wording import fault_text
from desktop.windows.help_document import fill_document

WHERE = Qt.ItemDataRole.UserRole  # topic and section of a line in the list, as an address
_SIDE_EMS, _MARGIN_EMS = 16, 2


class HelpWindow(QWidget):
    """One window for the whole program, never modal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("使用手册")
        self.topic = ""
        self._before: list[tuple[str, str]] = []
        self._after: list[tuple[str, str]] = []
        self._here = ("", "")
        self.words = ComposingLine(self)
        self.words.setPlaceholderText("在手册中查找")
        self.words.setAccessibleName("在手册中查找")
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("手册目录")
        self.list.setWordWrap(True)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("手册")
        self.text.setOpenLinks(False)
        self.notice = QLabel("", self)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.back = self._button("后退(&B)", self.go_back, "Alt+Left")
        self.forward = self._button("前进(&F)", self.go_forward, "Alt+Right")
        self.home = self._button("目录(&T)", lambda: self.open(INDEX), "Alt+Home")
        self.print_button = self._button("打印(&P)…", self.ask_printer, "Ctrl+P")
        self.save_button = self._button("存为 PDF(&S)…", self.ask_where_to_save, "Ctrl+S")
        self._arrange()
        self.words.textChanged.connect(lambda _: self._list())
        self.words.returnPressed.connect(self._open_first)
        self.list.itemActivated.connect(self._open_line)
        self.list.itemClicked.connect(self._open_line)
        self.text.anchorClicked.connect(lambda url: self.open(*address(url.toString())))
        QShortcut(QKeySequence.StandardKey.Find, self, self.words.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._list()

    def _button(self, words: str, doing: Callable[[], object], keys: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setToolTip(f"{words.split('(', maxsplit=1)[0]}（{keys}）")
        button.clicked.connect(lambda _=False: doing())
        QShortcut(QKeySequence(keys), self, doing)
        return button

    def _arrange(self) -> None:
        em = self.fontMetrics().height()
        buttons = QHBoxLayout()
        for each in (self.back, self.forward, self.home):
            buttons.addWidget(each)
        buttons.addStretch(1)
        for each in (self.print_button, self.save_button):
            buttons.addWidget(each)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(side)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([em * _SIDE_EMS, em * 3 * _SIDE_EMS])
        splitter.splitterMoved.connect(lambda *_: self._write())
        whole = QVBoxLayout(self)
        whole.addLayout(buttons)
        whole.addWidget(self.notice)
        whole.addWidget(splitter, 1)
        room = self.screen().availableSize()
        self.resize(QSize(em * 78, em * 50).boundedTo(room))

    # What is shown

    def open(self, topic: str, section: str = "") -> None:
        """Show a topic, from a section on; the way back leads to what was shown before."""
        if self._here[0] and self._here != (topic, section):
            self._before.append(self._here)
            self._after.clear()
        self._show(topic, section)

    def go_back(self) -> None:
        if self._before:
            self._after.append(self._here)
            self._show(*self._before.pop())

    def go_forward(self) -> None:
        if self._after:
            self._before.append(self._here)
            self._show(*self._after.pop())

    def _show(self, topic: str, section: str) -> None:
        self._here = (topic, section)
        if topic != self.topic:
            self.topic = topic
            self._write()
        if section:
            self.text.scrollToAnchor(section)
        else:
            self.text.verticalScrollBar().setValue(0)
        self.back.setEnabled(bool(self._before))
        self.forward.setEnabled(bool(self._after))
        self._mark()

    def _write(self) -> None:
        """Write the topic anew for the width there is; the place in it stays."""
        if self.topic:
            em = self.fontMetrics().height()
            bar = self.text.verticalScrollBar()
            share = bar.value() / bar.maximum() if bar.maximum() else 0
            width = self.text.width() - bar.sizeHint().width() - 2 * _MARGIN_EMS * em
            fill_document(
                self.text.document(), read_topic(self.topic), self.font(), width=max(width, em), ratio=self.devicePixelRatioF()
            )
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.document().setDocumentMargin(_MARGIN_EMS * em * 0.75)
            bar.setValue(round(share * bar.maximum()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._write()
        if self._here[1]:
            self.text.scrollToAnchor(self._here[1])

    # The list: the contents, or what was found

    def _list(self) -> None:
        self.list.clear()
        words = self.words.text().strip()
        if words:
            names = {each.key: each.title for each in topics()}
            for hit in search(words, topics()):
                over = names[hit.topic]
                head = over if hit.title == over else f"{hit.title}　—　{over}"
                self._add(f"{head}\n{hit.excerpt}", f"{hit.topic}#{hit.section}")
            if not self.list.count():
                self._add("没有找到。请换一个短一些的词。", "")
            return
        for group in groups():
            if group.title:
                self._add(group.title, "")
            for topic in group.topics:
                self._add(f"　{topic.title}" if group.title else topic.title, topic.key)
        self._mark()

    def _add(self, words: str, where: str) -> None:
        line = QListWidgetItem(words, self.list)
        line.setData(WHERE, where)
        if not where:
            line.setFlags(Qt.ItemFlag.NoItemFlags)

    def _mark(self) -> None:
        """The topic in view stands out in the contents."""
        if not self.words.text().strip():
            for row in range(self.list.count()):
                if self.list.item(row).data(WHERE) == self.topic:
                    self.list.setCurrentRow(row)

    def _open_line(self, line: QListWidgetItem) -> None:
        where = str(line.data(WHERE))
        if where:
            self.open(*address(where))

    def _open_first(self) -> None:
        if self.words.text().strip() and self.list.count():
            self._open_line(self.list.item(0))

    # Paper

    def ask_where_to_save(self) -> None:
        from desktop.windows.help_paper import TITLE

        path = ask_where_to_save(self, "存为 PDF", Path(f"{TITLE}.pdf"), "PDF 文件 (*.pdf)")
        if path is not None:
            self.save_pdf(path)

    def save_pdf(self, path: Path) -> bool:
        """Write the whole manual; whether it was written, told above the text."""
        from desktop.windows.help_paper import write_manual

        try:
            pages = write_manual(path)
        except EnvironmentFault as fault:
            self._tell(fault_text(fault))
            return False
        self._tell(f"已存为 {path.name}，共 {pages} 页。")
        return True

    def ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from desktop.windows.help_paper import TITLE, page_layout, paint_manual

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(TITLE)
        printer.setFullPage(True)
        printer.setPageLayout(page_layout())
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            printer.setFullPage(True)
            self._tell(f"已打印 {paint_manual(printer)} 页。")

    def _tell(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))


def show_help(window: QWidget, topic: str, section: str = "") -> HelpWindow:
    """Bring the manual of a window to the front, open at a topic; made when it is first asked for."""
    made: list[HelpWindow] = list(window.findChildren(HelpWindow, options=Qt.FindChildOption.FindDirectChildrenOnly))
    shown = made[0] if made else HelpWindow(window)
    shown.open(topic, section)
    shown.show()
    shown.activateWindow()
    return shown


def help_key(beside: QWidget, window: QWidget, topic: str, section: str = "") -> None:
    """Let F1 in a window beside the main one open its own topic; a modal one keeps all windows shut that are not its own."""
    QShortcut(
        QKeySequence(QKeySequence.StandardKey.HelpContents),
        beside,
        lambda: show_help(beside if beside.isModal() else window, topic, section),
    )
