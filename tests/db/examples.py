"""Tables and random work on them for the tests of the book."""

from dataclasses import fields, replace
from pathlib import Path

from hypothesis import strategies as st

from db.store import Store
from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    FundLine,
    Heading,
    Narrative,
    Node,
    NodeKind,
    Status,
    TableKey,
    YearTable,
)

KEY = TableKey("某区人社局", 2024)


def year_table(rows: int = 6, key: TableKey = KEY) -> YearTable:
    """A small table with a record of every kind."""
    group = Node("n1", 1, "产出指标", NodeKind.GROUP, points_text="50")
    indicators = (
        Node(
            f"n{number}",
            3,
            f"指标{number}",
            lineage_id=f"l{number}",
            points_text="2.5",
            target_text="≥95%",
            actual_text="" if number == 3 else "96.1%",
            explanation="按计划完成",
        )
        for number in range(2, rows + 1)
    )
    return YearTable(
        key,
        Heading(title=f"{key.year}年度部门整体支出绩效自评表", form="three_part", rulebook="district_2024"),
        details=(Detail("filler", "填报人", "张三"),),
        narratives=(Narrative("goals", "年度总体目标", "促进就业\n稳定参保"),),
        funds=(FundLine("f1", "按资金来源", "财政拨款", 1, "100.00", "110.50", "109"),),
        base_facts=(BaseFact("b1", "年末结转结余", "12.5", "万元"),),
        nodes=(group, *indicators),
        attachments=(Attachment("a1", "n2", "佐证.pdf", "ab" * 32, 1024),),
        next_number=rows + 1,
    )


def typed(table: YearTable, node_id: str, text: str) -> YearTable:
    """The table with another actual value in one row."""
    nodes = tuple(replace(each, actual_text=text) if each.id == node_id else each for each in table.nodes)
    return replace(table, nodes=nodes)


def save_typed(store: Store, table: YearTable, node_id: str, text: str) -> tuple[YearTable, int]:
    after = typed(table, node_id, text)
    was = next(each.actual_text for each in table.nodes if each.id == node_id)
    place = f"nodes/{node_id}/actual_text"
    return after, store.save(table, after, operation="set_field", place=place, old=was, new=text, user="张三")


def new_book(folder: Path, *tables: YearTable) -> Path:
    """A closed book with these tables."""
    path = folder / "账套.ziping"
    with Store.create(path) as store:
        store.add_all(tables, operation="import", user="张三")
    return path


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_FACTS = [each.name for each in fields(Node) if each.name not in ("id", "level", "kind")]


@st.composite
def step(draw: st.DrawFn, table: YearTable) -> YearTable:
    """One random piece of work: type, insert, remove, move, a fund line, a narrative, the status."""
    nodes = list(table.nodes)
    kind = draw(st.sampled_from(["type", "type", "insert", "remove", "move", "fund", "narrative", "heading", "block"]))
    number = draw(st.integers(0, max(len(nodes) - 1, 0)))
    match kind:
        case "type" if nodes:
            nodes[number] = replace(nodes[number], **{draw(st.sampled_from(_FACTS)): draw(TEXTS)})
        case "block":
            text = draw(TEXTS)
            nodes = [replace(each, actual_text=text) for each in nodes]
        case "insert":
            made = Node(f"n{table.next_number}", draw(st.integers(1, 4)), draw(TEXTS), draw(st.sampled_from(NodeKind)))
            nodes.insert(number, made)
            return replace(table, nodes=tuple(nodes), next_number=table.next_number + 1)
        case "remove" if nodes:
            del nodes[number]
        case "move" if nodes:
            nodes.insert(draw(st.integers(0, len(nodes) - 1)), nodes.pop(number))
        case "fund":
            line = FundLine(f"f{table.next_number}", draw(TEXTS), draw(TEXTS), 2)
            return replace(table, funds=(line, *table.funds), next_number=table.next_number + 1)
        case "narrative":
            texts = tuple(replace(each, text=draw(TEXTS)) for each in table.narratives)
            return replace(table, narratives=texts)
        case "heading":
            status = draw(st.sampled_from([each for each in Status if each is not Status.SEALED]))
            return replace(table, heading=replace(table.heading, status=status, title=draw(TEXTS)))
    return replace(table, nodes=tuple(nodes))
