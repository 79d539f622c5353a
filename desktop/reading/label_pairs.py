"""Labels with their values as pairs of text: 填报人：甲, 其中：一般公共预算：5800.2, 执行率97.84%."""

import re

from desktop.reading.amounts import Amounts
from desktop.reading.cell_parts import grade_in
from desktop.reading.drafts import Around, FactDraft, WordsDraft
from desktop.reading.grid import Box
from desktop.reading.headings import Vocabulary
from desktop.reading.words import PAIR, is_figure, pairs_in, plain, year_in

SIGNATURES = frozenset({"fill_date", "filled_by", "contact", "phone", "responsible", "finance_responsible", "reviewed_by"})
SPLIT_BY = re.compile(r"按.{2,10}[分划]类?:")
SHORT_LABEL, SHORT_VALUE = 10, 24


class Pairs:
    """Takes pairs into what is said around the tables."""

    def __init__(
        self, vocabulary: Vocabulary, taken: set[tuple[int, int]], first_table: int, around: Around, amounts: Amounts
    ) -> None:
        self.vocabulary = vocabulary
        self.taken = taken
        self.first_table = first_table
        self.around = around
        self.amounts = amounts
        self.split_by: dict[int, str] = {}

    def read(self, box: Box) -> bool:
        """``填报人：甲　联系电话：1``: every label must be known, else the text is only a text with a colon."""
        pairs = pairs_in(box.text)
        if not pairs:
            return False
        kinds = [self.kind(label) for label, _ in pairs]
        if not kinds[0]:
            return False
        for (label, value), kind in zip(pairs, kinds, strict=True):
            self.take(kind, label, value, box)
        return True

    def kind(self, label: str) -> str:
        """What the label of a pair names, as ``details.unit``; empty for a word we do not know."""
        word = plain(label)
        for table in ("grade", "details", "narratives"):
            key = self.vocabulary.field(table, word)
            if key:
                return f"{table}.{key}"
        return ""

    def take(self, kind: str, label: str, value: str, box: Box) -> None:
        """Put one pair where its label says it belongs."""
        table, _, key = kind.partition(".")
        if table == "grade":
            grade = grade_in(plain(value), self.vocabulary)
            if key == "words":
                self.around.grade = self.around.grade or grade or value
            elif is_figure(plain(value)):
                self.around.score = self.around.score or value.strip().removesuffix("分")
                for each_label, each_value in re.findall(r"(\S+?)[:：](\S+)", value):
                    self.take(self.kind(each_label), each_label, each_value, box)
            self.around.totals.append((box, "published_grade_text" if key == "words" else "published_score_text"))
        elif table == "narratives":
            self.around.words.append(WordsDraft(key, label, value, [(box, "text")]))
        else:
            self.detail(key or "", label, value, [(box, "text")], box)

    def detail(self, key: str, label: str, text: str, boxes: list[tuple[Box, str]], box: Box) -> None:
        """Keep a line of 基本情况; one of the signatures below the tables is told apart, one said twice is kept once."""
        if key == "year":
            year = year_in(plain(text))
            if year:
                self.around.years.append((year, "detail"))
        if key in SIGNATURES and box.row > self.first_table:
            self.around.signatures.append(box)
        if not text:
            self.around.marks.headings.append(box)
            return
        for each in self.around.details:
            if each.key == key and plain(each.text) == plain(text):
                each.boxes += boxes
                return
        self.around.details.append(WordsDraft(key, label.rstrip(":：").strip(), text, boxes))

    def row_of_figures(self, boxes: list[Box], context: str) -> bool:
        """A row of ``名称：数`` in each box (其中：一般公共预算：5800.2 | 项目支出：2000), or what they are split by."""
        pairs = [PAIR.match(re.sub(r"^其中\s*[:：]\s*", "", box.text.strip())) for box in boxes]
        if not all(pairs) or any(self.kind(pair["label"]) for pair in pairs if pair):
            return False
        values = [plain(pair["value"]) for pair in pairs if pair and pair["value"]]
        if not all(is_figure(each) for each in values) or not (values or all(SPLIT_BY.fullmatch(box.word) for box in boxes)):
            return False
        for box, pair in zip(boxes, pairs, strict=True):
            self.taken.add(box.place)
            if pair is None or not pair["value"]:
                if SPLIT_BY.fullmatch(box.word):
                    self.split_by[box.column] = box.text.strip().rstrip(":：")
                self.around.marks.headings.append(box)
                continue
            group = self.split_by.get(box.column, context)
            fact = FactDraft(pair["label"].strip(), pair["value"].strip(), group=group)
            fact.boxes.append((box, "value_text"))
            self.around.facts.append(fact)
        return True

    def unknown(self, box: Box, context: str) -> bool:
        """A short label we have no word for with its value in the same box, beside others: 项目金额：25.6万元."""
        pair = PAIR.match(box.text.strip())
        if pair is None or plain(pair["label"]) == "其中" or len(plain(pair["label"])) > SHORT_LABEL:
            return False
        if not 0 < len(plain(pair["value"])) <= SHORT_VALUE:
            return False
        self.taken.add(box.place)
        label, value = pair["label"].strip(), pair["value"].strip()
        if is_figure(plain(value)):
            fact = FactDraft(label, value, group=context)
            fact.boxes.append((box, "value_text"))
            self.around.facts.append(fact)
        else:
            self.around.details.append(WordsDraft("", label, value, [(box, "text")]))
        return True

    def measure(self, box: Box, context: str) -> bool:
        """A measure of the funds with its figure in one box and no colon between (执行率97.84%)."""
        found = re.fullmatch(r"(\D+)([\d.,]+%?(?:亿元|万元|元)?)", box.word)
        if found is None or not self.vocabulary.field("funds", found[1]):
            return False
        label, value = box._replace(word=found[1]), box._replace(text=found[2], word=found[2])
        if not self.amounts.take(label, value, context):
            return False
        self.taken.add(box.place)
        return True
