"""One function for each command: arguments to exit status. Documents go to standard output, messages to standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.target import read_pair

if TYPE_CHECKING:
    from desktop.reading.profiles import Profile
    from desktop.sheets.export import Compared
    from desktop.workspace.arrivals import Imported
    from desktop.workspace.comparing import Gathered
    from scoring.table import YearTable

from db.faults import EnvironmentFault, FaultCode
from desktop.cli.documents import Document, finding_document, scored_document
from desktop.cli.listing import findings_listing, table_listing, unplaced_listing
from desktop.cli.output import DONE, FINDINGS, chosen_book, print_json, progress_bar
from desktop.kit.wording_charts import CHARTS
from scoring.finding import Severity


def parse(arguments: argparse.Namespace) -> int:
    """Line by line, so that a long file needs no memory; the first line that is no object of texts ends it."""
    path = Path(arguments.file)
    if arguments.file != "-" and path.is_dir():
        raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=arguments.file, kind="folder")
    if arguments.file == "-" and sys.stdin is None:
        raise EnvironmentFault(FaultCode.FILE_EMPTY, path=arguments.file)
    try:
        source = sys.stdin if arguments.file == "-" else path.open(encoding="utf-8-sig")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise EnvironmentFault(FaultCode.FILE_MISSING if missing else FaultCode.FILE_UNREADABLE, path=arguments.file) from error
    with closing(source):
        for number, line in enumerate(_lines(source, arguments.file), 1):
            if line.strip():
                texts = _texts(line, arguments.file, number)
                read = read_pair(texts["target_text"], texts["actual_text"], name=texts["name"], money_unit=texts["money_unit"])
                print(json.dumps(read.document(), ensure_ascii=False))
    return DONE


def _lines(source: Iterable[str], path: str) -> Iterator[str]:
    read = 0
    try:
        for line in source:
            read += 1
            yield line
    except UnicodeDecodeError as error:  # the reader works ahead in blocks: the line is this one or a later one
        raise EnvironmentFault(FaultCode.LINE_INVALID, path=path, line=f"{read + 1} 或其后") from error


def _texts(line: str, path: str, number: int) -> dict[str, str]:
    try:
        pair = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        pair = None
    names = ("target_text", "actual_text", "name", "money_unit")
    if not isinstance(pair, dict) or not all(isinstance(pair.get(each), str | None) for each in names):
        raise EnvironmentFault(FaultCode.LINE_INVALID, path=path, line=str(number))
    return {each: pair.get(each) or "" for each in names}


def bring(arguments: argparse.Namespace) -> int:
    from desktop.workspace.arrivals import read_tables

    profiles = _remembered(chosen_book(arguments))
    read = {
        path: read_tables(
            path,
            unit=arguments.unit,
            year=arguments.year,
            subject=arguments.subject,
            form=arguments.form,
            password=arguments.password,
            profiles=profiles,
        )
        for path in dict.fromkeys(arguments.files)
    }
    imported = [each for path in arguments.files for each in read[path]]
    if not arguments.dry_run:
        _take_in(arguments, [(path, each.understood.table) for path in arguments.files for each in read[path]])
    documents = [_imported_document(each) for each in imported]
    if arguments.json:
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        for document, each in zip(documents, imported, strict=True):
            print(
                f"{document['unit']} {document['year']}年 {document['subject'] or '部门整体'}："
                f"指标 {document['indicators']} 行，资金 {document['funds']} 行，基础数据 {document['base_facts']} 项，"
                f"文字 {document['narratives']} 段，任务 {document['tasks']} 项，未识别 {len(document['unplaced'])} 格"
            )
            print(findings_listing(each.findings, each.scored))
    return DONE


def _remembered(path: Path) -> "Sequence[Profile]":
    """The layouts that the book has learned in the window; a book still to be made has none."""
    from desktop.workspace import book
    from desktop.workspace.taking_in import profiles_of

    if not path.exists():
        return ()
    with book.open_book(path, read_only=True) as store:
        return profiles_of(store)


def _take_in(arguments: argparse.Namespace, tables: "Sequence[tuple[Path, YearTable]]") -> None:
    """All tables or none; the one of a package comes with its evidence."""
    from desktop.workspace import book
    from desktop.workspace.packing import is_package
    from desktop.workspace.units import take_in_package

    packages = [path for path, _ in tables if is_package(path)]
    plain = [table for path, table in tables if path not in packages]
    names = "、".join(path.name for path in arguments.files)
    with book.open_or_make(chosen_book(arguments)) as store:
        book.must_be_importable(store, [table.key for _, table in tables], replace_existing=arguments.replace)
        book.import_tables(store, plain, source=names, replace_existing=arguments.replace)
        for path in packages:
            take_in_package(store, path, replace_existing=arguments.replace)


def _imported_document(each: "Imported") -> Document:
    from desktop.reading.cells import column_letters

    table = each.understood.table
    return {
        "unit": table.key.unit,
        "year": table.key.year,
        "subject": table.key.subject,
        "form": each.understood.form,
        "rulebook": each.scored.rulebook.key,
        "indicators": sum(row.leaf for row in table.nodes),
        "funds": len(table.funds),
        "narratives": len(table.narratives),
        "base_facts": len(table.base_facts),
        "tasks": sum(row.kind.value == "task" for row in table.nodes),
        "unplaced": [
            {"sheet": cell.sheet, "cell": f"{column_letters(cell.column)}{cell.row + 1}", "text": cell.text}
            for cell in each.understood.unplaced
        ],
        "findings": [finding_document(finding, each.scored) for finding in each.findings],
    }


def show(arguments: argparse.Namespace) -> int:
    from desktop.workspace import book

    with book.open_book(chosen_book(arguments), read_only=True) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        scored, findings = book.scored_and_checked(store, key)
    if arguments.json:
        print_json(scored_document(scored, findings))
    else:
        print(table_listing(scored))
        print(findings_listing(findings, scored))
    return DONE


def check(arguments: argparse.Namespace) -> int:
    from desktop.workspace import book
    from desktop.workspace.arrivals import read_tables

    results = []
    for path in arguments.files:
        results += [
            (each.scored, each.findings)
            for each in read_tables(
                path,
                unit=arguments.unit,
                year=arguments.year,
                subject=arguments.subject,
                form=arguments.form,
                password=arguments.password,
            )
        ]
    if not arguments.files:
        with book.open_book(chosen_book(arguments), read_only=True) as store:
            key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
            results.append(book.scored_and_checked(store, key))
    if arguments.json:
        documents = [{"findings": [finding_document(each, scored) for each in findings]} for scored, findings in results]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        for scored, findings in results:
            print(findings_listing(findings, scored))
    failed = any(each.severity is Severity.ERROR for _, findings in results for each in findings)
    return FINDINGS if arguments.strict and failed else DONE


def export(arguments: argparse.Namespace) -> int:
    from desktop.cli.drawing import prepare_drawing
    from desktop.sheets.export import write_file
    from desktop.workspace import book
    from desktop.workspace.check_code import check_code
    from desktop.workspace.comparing import Chosen, gather
    from desktop.workspace.library import chosen_form

    with book.open_book(chosen_book(arguments), read_only=True) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        scored, findings = book.scored_and_checked(store, key)
        previous = book.last_year(store, key)
        years = arguments.compare or ([key.year - 1] if arguments.chart and previous is not None else [])
        keys = [book.key_of(store, key.unit, year, key.subject) for year in {*years, key.year}]
        wanted = arguments.compare or arguments.chart
        compared = _compared(gather(store, [Chosen(each) for each in keys])) if wanted else None
    form = chosen_form(arguments.form, scored.table)
    ending, chart = arguments.output.suffix.lower(), None
    _refuse_beside(arguments, ending)
    reports = previous is not None and (ending == ".docx" or (ending == ".pdf" and arguments.kind == "report"))
    drawing = prepare_drawing() if ending == ".pdf" or arguments.chart or reports else None
    if arguments.chart and compared is not None:
        from desktop.charts.report_chart import comparison_chart

        chart = comparison_chart(arguments.chart, compared.comparison)
        if chart is None:
            print(f"没有可画的数据，未附图表“{CHARTS[arguments.chart]}”。", file=sys.stderr)
    elif reports:
        from desktop.charts.report_chart import report_chart

        chart = report_chart(previous, scored)
    code = check_code(scored.table)
    beside = compared if arguments.compare else None
    path = write_file(
        arguments.output,
        scored,
        findings,
        kind=arguments.kind,
        form=form,
        chart=chart,
        comparison=beside,
        check_code=code,
        progress=progress_bar("正在导出"),
    )
    del drawing
    if arguments.json:
        print_json({"path": str(path), "check_code": code})
    else:
        print(f"已导出：{path}（校验码 {code}）")
    return DONE


def _compared(found: "Gathered") -> "Compared":
    """These tables side by side."""
    from desktop.compare.proposals import compare_with_likely
    from desktop.sheets.export import Compared

    comparison, _ = compare_with_likely(found.tables, found.links)
    return Compared(comparison, found.notes)


def _refuse_beside(arguments: argparse.Namespace, ending: str) -> None:
    """What is wanted beside the table and its file has no room for.

    Raises:
        EnvironmentFault: FORMAT_UNKNOWN.
    """
    for wanted, endings, words in (
        (arguments.compare, {".xlsx"}, "年度对比"),
        (arguments.chart, {".xlsx", ".docx", ".pdf"}, "图表"),
    ):
        if wanted and ending not in endings:
            known = "、".join(sorted(endings, reverse=True))
            raise EnvironmentFault(FaultCode.FORMAT_UNKNOWN, path=arguments.output.name, kind=words, known=known)


def fill(arguments: argparse.Namespace) -> int:
    from desktop.sheets.excel_fill import fill_template
    from desktop.workspace import book

    with book.open_book(chosen_book(arguments), read_only=True) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        scored, _ = book.scored_and_checked(store, key)
    done = fill_template(arguments.template, arguments.output, scored)
    if arguments.json:
        print_json(
            {
                "path": str(done.path),
                "filled": done.filled,
                "unplaced": [
                    {"path": list(each.path), "field": each.place.field, "text": each.text, "occupied": each.occupied}
                    for each in done.unplaced
                ],
            }
        )
    else:
        print(f"已填入 {done.filled} 格：{done.path}")
        print(unplaced_listing(done.unplaced))
    return DONE


def new_year(arguments: argparse.Namespace) -> int:
    from desktop.workspace import book

    with book.open_book(chosen_book(arguments)) as store:
        source = book.key_of(store, arguments.unit, arguments.from_year, arguments.subject)
        table = book.start_year(store, source, arguments.year)
    document = {
        "unit": table.key.unit,
        "year": table.key.year,
        "subject": table.key.subject,
        "indicators": sum(each.leaf for each in table.nodes),
    }
    if arguments.json:
        print_json(document)
    else:
        print(f"已新建 {table.key.unit} {table.key.year} 年度，沿用 {source.year} 年度的 {document['indicators']} 个指标")
    return DONE


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "parse": parse,
    "import": bring,
    "show": show,
    "check": check,
    "export": export,
    "fill": fill,
    "new-year": new_year,
}
