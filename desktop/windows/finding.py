"""Finding and replacing on all pages of a year: what the find bar asks for, put to page after page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from desktop.kit.wording_findings import place_text
from desktop.windows.find_bar import FindBar
from scoring.edit import Op
from scoring.finding import Place
from scoring.writing import write_cells

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

MOST_SHOWN = 500  # lines of the preview
BEFORE, BEHIND = 6, 14  # characters shown before a change and from it on


@runtime_checkable
class Searchable(Protocol):
    """What a page offers whose words can be found."""

    def find_words(self, words: str, *, backwards: bool = False, entering: bool = False) -> bool: ...
    def count_words(self, words: str) -> int: ...
    def replacements(self, words: str, other: str, *, here: bool = False) -> Mapping[Place, tuple[str, str]]: ...


class Finding:
    """The find bar of one window and what it does. Its commands are named as in ``actions``."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.bar = FindBar(window)
        self._preview: list[Place] = []
        window.pages.put_above(self.bar)
        self.bar.find_asked.connect(lambda back: self.go(backwards=back))
        self.bar.replace_asked.connect(lambda everywhere: self.replace_all() if everywhere else self.replace_here())
        self.bar.changed.connect(self.show_count)
        self.bar.place_asked.connect(lambda at: window.commands.go_to_place(self._preview[at]))
        self.bar.closed.connect(window.focus_page)

    # Commands

    def find(self) -> None:
        self._start(replacing=False)

    def replace(self) -> None:
        self._start(replacing=self.window.workspace.editable)

    def _start(self, *, replacing: bool) -> None:
        self.window.commands.end_editing()
        if self.window.pages.isVisible():
            self.bar.start(replacing=replacing)

    def find_next(self) -> None:
        self.bar.search()

    def find_previous(self) -> None:
        self.bar.search(backwards=True)

    def search(self, words: str) -> None:
        """Words typed into the tool bar."""
        if words and self.window.pages.isVisible():
            self.bar.words.setText(words)
            self.bar.show()
            self.go()

    # Pages

    def _pages(self) -> dict[str, Searchable]:
        """The pages with words of the clerk, by key, in the order of their tabs; made now if they were not seen yet."""
        made = {key: self.window.pages.page(key) for key in self.window.pages.keys}
        return {key: page for key, page in made.items() if isinstance(page, Searchable)}

    def go(self, *, backwards: bool = False) -> bool:
        """Put the cursor on the next place of the words, on this page or another, round and round; whether there is one."""
        self.window.commands.end_editing()
        words, by = self.bar.words.text(), -1 if backwards else 1
        pages, current = self._pages(), self.window.pages.current()
        keys = list(pages)
        first = keys.index(current) if current in pages else (0 if by > 0 else -1)
        for turn in range(len(keys) + 1):
            key = keys[(first + by * turn) % len(keys)]
            entering = bool(turn) or key != current
            if entering and not pages[key].count_words(words):
                continue
            if entering:
                self.window.pages.turn_to(key)
            if pages[key].find_words(words, backwards=backwards, entering=entering):
                self.bar.count_soon()
                return True
        table = self.window.commands.page
        if table is not None and table.choice.clear_filter():  # what is filtered out is found too
            return self.go(backwards=backwards)
        self.bar.tell("没有找到")
        return False

    def show_count(self) -> None:
        """How many places there are, page by page, and in the preview what would become of them."""
        words = self.bar.words.text()
        counts = {key: page.count_words(words) for key, page in self._pages().items()} if words else {}
        self.bar.tell(_counted(self._named(counts), "处") if any(counts.values()) else "没有找到" if words else "")
        if self.bar.preview_button.isChecked():
            self._show_preview()

    def _named(self, counts: Mapping[str, int]) -> dict[str, int]:
        return {self.window.pages.words(key): number for key, number in counts.items() if number}

    # Replacing

    def _changes(self) -> dict[str, Mapping[Place, tuple[str, str]]]:
        """By page what replacing everywhere would change; a fact that two pages show is named once."""
        seen: set[Place] = set()
        found: dict[str, Mapping[Place, tuple[str, str]]] = {}
        words, other = self.bar.words.text(), self.bar.other.text()
        for key, page in self._pages().items() if words else ():
            found[key] = {place: texts for place, texts in page.replacements(words, other).items() if place not in seen}
            seen |= set(found[key])
        return found

    def _show_preview(self) -> None:
        scored, pages = self.window.workspace.scored, self.window.pages
        if scored is None:
            return
        changes = self._changes()
        lines = [(key, place, *_around(*texts)) for key, found in changes.items() for place, texts in found.items()]
        self._preview = [place for _, place, *_ in lines[:MOST_SHOWN]]
        shown = [(pages.words(key), place_text(place, scored), *texts) for key, place, *texts in lines[:MOST_SHOWN]]
        self.bar.show_changes(shown)
        if len(lines) > MOST_SHOWN:
            self.bar.tell(f"列出前 {MOST_SHOWN} 格，共 {len(lines)} 格")

    def replace_all(self) -> int:
        """Replace the words on every page as one step; how many cells changed."""
        self.window.commands.end_editing()
        changes = self._changes()
        texts = {place: new for found in changes.values() for place, (_, new) in found.items()}
        if not texts or not self.window.workspace.edit(Op.REPLACE_TEXT, write_cells, texts):
            self.bar.tell("没有可替换的内容")
            return 0
        told = _counted(self._named({key: len(found) for key, found in changes.items()}), "格")
        self.show_count()
        self.bar.tell(f"已替换{told}，Ctrl+Z 可恢复")
        return len(texts)

    def replace_here(self) -> None:
        """Replace the words in the place under the cursor, then go to the next one."""
        self.window.commands.end_editing()
        page = self._pages().get(self.window.pages.current())
        words, other = self.bar.words.text(), self.bar.other.text()
        found = page.replacements(words, other, here=True) if page is not None and words else {}
        if found:
            self.window.workspace.edit(Op.REPLACE_TEXT, write_cells, {place: new for place, (_, new) in found.items()})
        if words:
            self.go()


def _around(old: str, new: str) -> tuple[str, str]:
    """Both texts about where they begin to differ, each on one line."""
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    start = max(0, same - BEFORE)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    shown = text[start : start + BEFORE + BEHIND]
    return ("…" if start else "") + " ".join(shown.split()) + ("…" if start + len(shown) < len(text) else "")


def _counted(pages: Mapping[str, int], each: str) -> str:
    """共 12 处（指标表 8，文字材料 4）; of a single page 指标表 8 处."""
    if len(pages) == 1:
        return next(f"{words} {number} {each}" for words, number in pages.items())
    return f"共 {sum(pages.values())} {each}（{'，'.join(f'{words} {number}' for words, number in pages.items())}）"
