"""F1, the window of the manual, 这是什么, and the manual on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QHelpEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from desktop.findings.page import FindingsPage
from desktop.kit.help_text import Topic, explanation, read_topic, topics
from desktop.kit.settings import Settings
from desktop.sheets.preview import PreviewWindow
from desktop.windows import outputs
from desktop.windows.batch_window import BatchWindow
from desktop.windows.compare_window import CompareWindow
from desktop.windows.export_window import ExportWindow
from desktop.windows.hand_out_window import HandOutWindow
from desktop.windows.help_document import fill_document
from desktop.windows.help_paper import TITLE, write_manual
from desktop.windows.help_window import HelpWindow, help_key
from desktop.windows.history_window import HistoryWindow
from desktop.windows.main_window import MainWindow
from desktop.windows.returns_window import ReturnsWindow
from desktop.windows.rollup_window import RollupWindow
from desktop.windows.rulebook_window import RulebookWindow
from desktop.workspace.session import Workspace
from scoring.table import RecordKind


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> MainWindow:
    """The main window with the small table in it."""
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 728)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.furnish()
    shown.activateWindow()
    return shown


@pytest.fixture
def manual(qtbot: QtBot) -> HelpWindow:
    """The window of the manual by itself."""
    shown = HelpWindow()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def opened(window: QWidget) -> HelpWindow:
    found: list[HelpWindow] = list(window.findChildren(HelpWindow))
    assert len(found) == 1
    return found[0]


def lines(manual: HelpWindow) -> list[str]:
    return [manual.list.item(row).text() for row in range(manual.list.count())]


@pytest.mark.parametrize("page", ["details", "indicators", "texts", "evidence"])
def test_f1_opens_the_topic_of_the_page_in_view(window: MainWindow, page: str) -> None:
    assert window.pages.turn_to(page) is not None
    QTest.keyClick(window, Qt.Key.Key_F1)
    manual = opened(window)
    assert manual.isVisible()
    assert not manual.isModal()
    assert manual.topic == page
    assert manual.text.toPlainText().startswith(read_topic(page).title)


def test_f1_on_the_start_page_opens_its_topic(window: MainWindow) -> None:
    window.show_start_page(shown=True)
    window.commands.show_help()
    assert opened(window).topic == "start"


def test_f1_on_a_finding_opens_what_it_means(window: MainWindow) -> None:
    page = window.pages.turn_to("findings")
    assert isinstance(page, FindingsPage)
    page.view.selectRow(0)
    code = page.model.findings[0].code
    assert page.chosen_code() == code
    window.commands.show_help()
    manual = opened(window)
    assert manual.topic == "checks"
    top = manual.text.cursorForPosition(QPoint(manual.text.width() // 2, 30)).block()
    titles = {each.key: each.title for each in read_topic("checks").sections}
    near = (top.previous().text(), top.text(), top.next().text())
    assert titles[code] in near or manual.text.verticalScrollBar().value() == manual.text.verticalScrollBar().maximum()


def test_a_finding_in_the_pane_leads_to_how_it_is_mended(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    finding = next(each for each in workspace.findings if each.place.kind is RecordKind.NODE and each.place.field)
    window.commands.go_to_place(finding.place)
    qtbot.waitUntil(lambda: f"checks.md#{finding.code}" in window.inspector.words.toHtml())
    window.inspector.words.anchorClicked.emit(QUrl(f"checks.md#{finding.code}"))
    assert opened(window).topic == "checks"


def test_a_second_f1_uses_the_window_that_is_there(window: MainWindow) -> None:
    window.commands.show_help()
    window.pages.turn_to("details")
    window.commands.show_help()
    assert opened(window).topic == "details"


@pytest.mark.parametrize(
    ("doing", "kind", "topic"),
    [
        (outputs.print_preview, PreviewWindow, "print"),
        (outputs.compare, CompareWindow, "compare"),
        (lambda window: window.books.show_history(), HistoryWindow, "backups"),
        (lambda window: window.units.roll_up(), RollupWindow, "units"),
        (outputs.print_batch, BatchWindow, "print"),
        (lambda window: window.commands.show_rulebooks(), RulebookWindow, "rulebooks"),
        (lambda window: window.units.hand_out(), HandOutWindow, "units"),
        (lambda window: window.units.take_returns(), ReturnsWindow, "units"),
        (outputs.export, ExportWindow, "print"),
    ],
)
def test_f1_in_a_window_beside_opens_its_own_topic(
    window: MainWindow, qtbot: QtBot, doing: Callable[[MainWindow], None], kind: type[QWidget], topic: str
) -> None:
    doing(window)
    beside = window.findChild(kind)
    assert beside is not None
    beside.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is beside)
    QTest.keyClick(beside, Qt.Key.Key_F1)
    assert opened(window).topic == topic
    beside.close()


def test_f1_in_a_modal_window_opens_a_manual_that_is_not_shut(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    help_key(dialog, window, "backups", "restore")
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    manual = opened(dialog)
    assert manual.topic == "backups"
    assert manual.parent() is dialog
    dialog.close()


def test_the_search_lists_sections_and_enter_opens_the_first(manual: HelpWindow) -> None:
    manual.open("index")
    QTest.keyClicks(manual.words, "V15")
    assert lines(manual)[0].startswith("V15 单位不一致")
    QTest.keyClick(manual.words, Qt.Key.Key_Return)
    assert manual.topic == "checks"
    manual.words.setText("没有这样的词")
    assert lines(manual) == ["没有找到。请换一个短一些的词。"]
    manual.words.clear()
    assert [each.strip() for each in lines(manual) if each.startswith("　")] == [each.title for each in topics()[1:]]


def test_a_link_leads_to_its_section_and_back_returns(manual: HelpWindow) -> None:
    manual.open("texts")
    manual.text.anchorClicked.emit(QUrl("checks.md#V42"))
    assert manual.topic == "checks"
    assert manual.text.verticalScrollBar().value() > 0
    manual.go_back()
    assert manual.topic == "texts"
    manual.go_forward()
    assert manual.topic == "checks"


@pytest.mark.parametrize("topic", topics(), ids=lambda each: each.key)
def test_every_heading_can_be_scrolled_to(manual: HelpWindow, topic: Topic) -> None:
    manual.open(topic.key)
    named: set[str] = set()
    block = manual.text.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            named.update(block.begin().fragment().charFormat().anchorNames())
        block = block.next()
    assert {each.key for each in topic.sections} == named


def test_a_picture_is_never_wider_than_the_text(manual: HelpWindow) -> None:
    manual.open("indicators")
    assert manual.text.document().idealWidth() <= manual.text.viewport().width()
    assert manual.text.horizontalScrollBar().maximum() == 0


def test_what_is_this_speaks_with_the_words_of_the_manual(window: MainWindow) -> None:
    window.pages.turn_to("details")
    window.commands.what_is_this()
    try:
        assert QWhatsThis.inWhatsThisMode()
        page = window.pages.stack.currentWidget()
        assert explanation("details") in page.whatsThis()
        asked = QHelpEvent(QEvent.Type.QueryWhatsThis, QPoint(5, 5), page.mapToGlobal(QPoint(5, 5)))
        assert QApplication.sendEvent(page, asked)
        assert asked.isAccepted()
    finally:
        QWhatsThis.leaveWhatsThisMode()


def test_a_tab_says_what_its_page_is_for(window: MainWindow) -> None:
    assert window.pages.tabs.tabToolTip(0) == explanation("details")


def test_the_tooltip_of_a_finding_tells_how_to_mend_it(window: MainWindow) -> None:
    page = window.pages.turn_to("findings")
    assert isinstance(page, FindingsPage)
    index = page.model.index(0, 2)
    said = index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data() in said
    assert "改正：" in said
    assert index.data(Qt.ItemDataRole.WhatsThisRole) == said


def test_the_licences_are_ours_and_those_of_the_parts(window: MainWindow) -> None:
    window.commands.show_licences()
    dialog = next(each for each in window.findChildren(QDialog) if each.windowTitle() == "许可")
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    assert "MIT License" in text.toPlainText()
    assert "OFL-1.1" in text.toPlainText()
    assert "LGPL" in text.toPlainText()
    dialog.close()


@pytest.mark.usefixtures("qapp")
def test_the_pdf_reads_back_with_contents_and_every_topic(tmp_path: Path) -> None:
    path = tmp_path / "手册.pdf"
    count = write_manual(path)
    reader = PdfReader(path)
    assert len(reader.pages) == count
    contents = [line.strip() for line in reader.pages[0].extract_text().splitlines()]
    assert contents[0] == TITLE
    for topic in topics()[1:]:
        page = int(contents[contents.index(topic.title) + 1])
        assert reader.pages[page - 1].extract_text().startswith(topic.title)
    text = "".join(each.extract_text() for each in reader.pages)
    assert "V23文字与表上的数不同" in "".join(text.split())
    assert not [each for each in text if 0x2E80 <= ord(each) < 0x2FE0 or each == "\t"], "no radicals for characters"


@pytest.mark.usefixtures("qapp")
def test_the_pdf_is_written_in_the_bundled_font_only(tmp_path: Path) -> None:
    path = tmp_path / "手册.pdf"
    write_manual(path)
    fonts = {
        str(font.get_object()["/BaseFont"]).rpartition("+")[2]
        for page in PdfReader(path).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {each.removeprefix("/").split("-")[0] for each in fonts} == {"ZipingSansSC"}


def test_paper_is_black_on_white_under_a_dark_desktop(qapp: QApplication) -> None:
    from PySide6.QtGui import QTextDocument

    from desktop.windows.help_paper import INKS

    light = QApplication.palette()
    QApplication.setPalette(QPalette(QColor(50, 50, 50), QColor(45, 45, 45)))
    try:
        document = QTextDocument()
        fill_document(document, read_topic("checks"), qapp.font(), width=600, inks=INKS)
        block = document.begin()
        while block.isValid():
            assert block.begin().fragment().charFormat().foreground().color() in (INKS.text, INKS.link)
            block = block.next()
    finally:
        QApplication.setPalette(light)


def test_a_folder_that_takes_no_file_is_told(manual: HelpWindow, tmp_path: Path) -> None:
    assert not manual.save_pdf(tmp_path / "没有" / "手册.pdf")
    assert "文件夹" in manual.notice.text()
    assert manual.save_pdf(tmp_path / "手册.pdf")
    assert "已存为 手册.pdf" in manual.notice.text()
