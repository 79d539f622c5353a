"""Commands about the book as a whole and about what the user added to the program."""

import argparse

from desktop.cli.listing import columns
from desktop.cli.output import DONE, chosen_book, key_document, key_text, tell
from desktop.forms.form import shipped_forms
from desktop.workspace import book, copies, library, sealing
from desktop.workspace.history import HEADINGS, log_lines, lost_lines


def seal(arguments: argparse.Namespace) -> int:
    with book.open_book(chosen_book(arguments)) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        sealing.seal(store, key)
    tell(
        arguments,
        {"unit": key.unit, "year": key.year, "subject": key.subject, "sealed": True},
        f"已定稿：{key.unit} {key.year} 年度",
    )
    return DONE


def unseal(arguments: argparse.Namespace) -> int:
    with book.open_book(chosen_book(arguments)) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        if store.sealed_results(key) is not None:
            store.unseal(key, arguments.reason, user=book.user_name())
    tell(arguments, key_document(key) | {"sealed": False}, f"已解除定稿：{key_text(key)}")
    return DONE


def history(arguments: argparse.Namespace) -> int:
    with book.open_book(chosen_book(arguments), read_only=True) as store:
        key = book.key_of(store, arguments.unit, arguments.year, arguments.subject)
        entries, table = store.history(key), store.load(key)
    rows = [
        {"at": each.at, "user": each.user, "operation": each.operation, "place": each.place, "old": each.old, "new": each.new}
        for each in entries
    ]
    tell(arguments, rows, columns([HEADINGS, *(each.texts for each in reversed(log_lines(entries, table)))]))
    return DONE


def back_up(arguments: argparse.Namespace) -> int:
    path = copies.back_up(chosen_book(arguments))
    tell(arguments, {"path": str(path), "verified": True}, f"已备份并验证：{path}")
    return DONE


def restore(arguments: argparse.Namespace) -> int:
    kept = copies.restore(chosen_book(arguments), arguments.copy)
    tell(arguments, {"path": str(chosen_book(arguments)), "kept": str(kept)}, f"已恢复。恢复前的账套保存在：{kept}")
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    with book.open_book(chosen_book(arguments), read_only=True) as store:
        found = store.verify()
    units = [key_document(each.key) | {"indicators": each.indicators, "hash": each.hash} for each in found.tables]
    damage = [{"place": list(each.place), "text": each.text} for each in found.damage]
    lines = ["账套完好。" if found.ok else "账套有损坏："]
    lines += [f"{key_text(each.key)}  指标 {each.indicators}  {each.hash}" for each in found.tables]
    lines += [f"损坏：{_place(each)}" for each in lost_lines("/".join(each.place) for each in found.damage)]
    tell(arguments, {"ok": found.ok, "units": units, "damage": damage}, "\n".join(lines))
    return DONE


def salvage(arguments: argparse.Namespace) -> int:
    found = copies.salvage(arguments.damaged, arguments.output)
    tables = [key_document(each) for each in found.tables]
    document = {"path": str(arguments.output), "tables": tables, "lost": list(found.lost), "rebuilt": list(found.rebuilt)}
    lines = [
        f"抢救出 {len(tables)} 张表，写入 {arguments.output}",
        *(f"未能读出：{_place(each)}" for each in lost_lines(found.lost)),
    ]
    tell(arguments, document, "\n".join(lines))
    return DONE


def _place(parts: tuple[str, str, str]) -> str:
    """Table, place and column of something damaged, in the words of the window of copies."""
    return " ".join(each for each in parts if each)


def forms(arguments: argparse.Namespace) -> int:
    if arguments.add is not None:
        library.add_form(arguments.add)
    if arguments.export:
        return _print_file(library.form_text(arguments.export))
    shipped = shipped_forms()
    rows = [
        {
            "key": each.key,
            "title": each.title,
            "valid_from": each.valid_from,
            "source": each.source,
            "shipped": shipped.get(each.key) == each,
        }
        for each in library.forms().values()
    ]
    lines = [f"{each.key}  {each.plain_title}  {each.valid_from}  {each.source}" for each in library.forms().values()]
    tell(arguments, rows, "\n".join(lines))
    return DONE


def rulebooks(arguments: argparse.Namespace) -> int:
    if arguments.add is not None:
        library.add_rulebook(arguments.add)
    if arguments.export:
        return _print_file(library.rulebook_text(arguments.export))
    shipped = library.shipped_rulebooks()
    rows = [
        {
            "key": each.key,
            "title": each.title,
            "valid_from": each.valid_from,
            "source": each.source,
            "shipped": shipped.get(each.key) == each,
        }
        for each in library.rulebooks().values()
    ]
    tell(arguments, rows, "\n".join(f"{row['key']}  {row['title']}  {row['valid_from']}  {row['source']}" for row in rows))
    return DONE


def _print_file(text: str) -> int:
    print(text, end="")
    return DONE


def sample(arguments: argparse.Namespace) -> int:
    tables = book.sample_tables()
    with book.open_or_make(chosen_book(arguments)) as store:
        known = store.keys()
        book.import_tables(store, [each for each in tables if each.key not in known])
    words = "\n".join(key_text(each.key) for each in tables)
    tell(arguments, [key_document(each.key) for each in tables], words)
    return DONE
