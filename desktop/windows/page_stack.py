"""The middle of the window: one page at a time under a row of tabs; a page is made when it is first shown."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget


class PageStack(QWidget):
    """Pages by key. Those a form does not have are absent."""

    page_shown = Signal(str)

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("页面")
        self.tabs.setDrawBase(True)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.stack = QStackedWidget(self)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self._keys: list[str] = []
        self._wished = first  # the page chosen last; one that had to step in for it does not count
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turn)

    def offer(self, pages: Sequence[tuple[str, str, Callable[[], QWidget]]]) -> None:
        """The pages there are: key, words, and what makes the page. The page in view stays if it still exists."""
        wanted = [key for key, _, _ in pages]
        self._makers = {key: make for key, _, make in pages}
        if wanted == self._keys:
            return
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for _, words, _ in pages:
            self.tabs.addTab(words)
        self._keys = wanted
        self.tabs.blockSignals(False)
        self._show(self._wished if self._wished in wanted else next(iter(wanted), ""))

    @property
    def keys(self) -> tuple[str, ...]:
        """The pages there are, in the order of their tabs."""
        return tuple(self._keys)

    def words(self, key: str) -> str:
        """What stands on the tab of a page."""
        return self.tabs.tabText(self._keys.index(key))

    def put_above(self, bar: QWidget) -> None:
        """A bar between the tabs and the page in view."""
        self._layout.insertWidget(1, bar)

    def rename(self, key: str, words: str) -> None:
        if key in self._keys:
            self.tabs.setTabText(self._keys.index(key), words)

    def explain(self, words: Mapping[str, str]) -> None:
        """What each page is for, shown over its tab."""
        for at, key in enumerate(self._keys):
            self.tabs.setTabToolTip(at, words.get(key, ""))

    def current(self) -> str:
        """The key of the page in view, empty when there is none."""
        at = self.tabs.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def turn_to(self, key: str) -> QWidget | None:
        """Bring a page into view, made now if need be; ``None`` if there is no such page."""
        if key in self._keys:
            self._wished = key
        return self._show(key)

    def _show(self, key: str) -> QWidget | None:
        if key not in self._keys:
            return None
        page = self.page(key)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._keys.index(key))
        self.tabs.blockSignals(False)
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
            self.page_shown.emit(key)
        return page

    def page(self, key: str) -> QWidget:
        """A page there is, made now if it was never shown; it need not be in view.

        Raises:
            KeyError: there is no such page.
        """
        if key not in self._made:
            page = self._makers[key]()
            self._made[key] = page
            self.stack.addWidget(page)
        return self._made[key]

    def made(self, key: str) -> QWidget | None:
        """A page that was shown before."""
        return self._made.get(key)

    def _turn(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            page = self.turn_to(self._keys[at])
            if page is not None and not self.tabs.hasFocus():  # with the arrow keys the clerk walks on through the tabs
                page.setFocus()
