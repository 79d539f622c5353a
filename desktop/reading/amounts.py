"""Amounts with their labels beside them, outside of any table: lines of funds written as pairs (天河)."""

from desktop.reading.drafts import FundDraft
from desktop.reading.funds import ATTRIBUTES
from desktop.reading.grid import Box
from desktop.reading.headings import Vocabulary
from desktop.reading.tables import MONEY
from desktop.reading.words import one_line

WHOLE = "部门整体支出"


class Amounts:
    """One line for the department, or one for each row that names its own (基本支出); 其中 lines below the first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.lines: dict[str, FundDraft] = {}
        self.parts: list[FundDraft] = []
        self._row: Box | None = None
        self._above: dict[int, str] = {}
        self._last = ""

    def name_row(self, box: Box | None) -> None:
        """What the amounts of the coming row are of; ``None`` for the department as a whole."""
        self._row = box

    def take(self, label: Box, value: Box, group: str) -> bool:
        """Whether this label with its figure is one of the funds, and then keep it."""
        name = one_line(self._row.text) if self._row is not None else WHOLE
        field = self.vocabulary.field("funds", label.word)
        attribute = ATTRIBUTES.get(field, "")
        line = self.lines.get(name)
        if field in MONEY or (field == "rate" and line is not None):
            if line is None:
                line = self.lines[name] = FundDraft(group, name)
                if self._row is not None:
                    line.boxes.append((self._row, "label"))
            if attribute in line.texts:
                return False
            line.texts[attribute] = value.text.strip()
            line.boxes += [(label, ""), (value, attribute)]
            self._above[label.column] = self._last = attribute
            return True
        if label.word.startswith("其中") and self.lines:
            attribute = self._above.get(label.column, self._last)
            part = one_line(label.text).rstrip(":：").strip()
            boxes = [(label, "label"), (value, attribute)]
            self.parts.append(FundDraft(group, part, 2, {attribute: value.text.strip()}, boxes))
            return True
        return False

    def drafts(self) -> list[FundDraft]:
        """The lines found, 其中 lines behind them."""
        return [*self.lines.values(), *self.parts]
