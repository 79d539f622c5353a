"""Records in the making: what one place of the paper becomes, with the boxes it was read from, before ids are given."""

from dataclasses import dataclass, field

from desktop.reading.grid import Box
from scoring.table import NodeKind


@dataclass(slots=True)
class Draft:
    """A node without its id: texts by attribute name, and the boxes behind them."""

    level: int
    kind: NodeKind = NodeKind.INDICATOR
    section: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    boxes: list[tuple[Box, str]] = field(default_factory=list)

    def put(self, attribute: str, text: str, box: Box | None = None) -> bool:
        """Fill an attribute that is still empty; true if the text stands there now."""
        held = self.texts.get(attribute, "")
        if not held:
            if text:
                self.texts[attribute] = text
        elif held != text:
            return False
        if box is not None:
            self.boxes.append((box, attribute))
        return True

    @property
    def leaf(self) -> bool:
        return self.kind in (NodeKind.INDICATOR, NodeKind.BONUS)

    @property
    def name(self) -> str:
        return self.texts.get("name", "")


@dataclass(slots=True)
class Totals:
    """One total line: its word, the level-1 group it closes, and what it prints."""

    word: str
    group: Draft | None
    points: tuple[str, Box] | None = None
    score: tuple[str, Box] | None = None
    grade: str = ""
    final: bool = True


@dataclass(slots=True)
class Marks:
    """What became of boxes that are no facts, and which boxes found no place."""

    headings: list[Box] = field(default_factory=list)
    totals: list[Box] = field(default_factory=list)
    notes: list[Box] = field(default_factory=list)
    decorations: list[Box] = field(default_factory=list)
    unplaced: list[Box] = field(default_factory=list)


@dataclass(slots=True)
class FundDraft:
    """A line of funds without its id."""

    group: str
    label: str
    level: int = 1
    texts: dict[str, str] = field(default_factory=dict)
    boxes: list[tuple[Box, str]] = field(default_factory=list)


@dataclass(slots=True)
class FactDraft:
    """A named figure without its id."""

    label: str
    value: str
    unit: str = ""
    group: str = ""
    source: str = ""
    boxes: list[tuple[Box, str]] = field(default_factory=list)


@dataclass(slots=True)
class WordsDraft:
    """A narrative or a detail: its key, its label as printed, its words."""

    key: str
    title: str
    text: str
    boxes: list[tuple[Box, str]] = field(default_factory=list)


@dataclass(slots=True)
class Around:
    """What a sheet says outside of its tables."""

    title: str = ""
    title_box: Box | None = None
    years: list[tuple[int, str]] = field(default_factory=list)
    money_unit: str = ""
    grade: str = ""
    score: str = ""
    details: list[WordsDraft] = field(default_factory=list)
    words: list[WordsDraft] = field(default_factory=list)
    facts: list[FactDraft] = field(default_factory=list)
    signatures: list[Box] = field(default_factory=list)
    totals: list[tuple[Box, str]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
