"""Commands about the book as a whole, its copies and its log. Methods named as in ``actions``."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from db.faults import EnvironmentFault, FaultCode
from desktop.kit import tasks
from desktop.kit.save_place import ask_where_to_save
from desktop.kit.wording import fault_text
from desktop.windows import dialogs
from desktop.workspace.years import sample_path
from scoring.finding import Place
from scoring.table import RecordKind, TableKey

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

Result = TypeVar("Result")

PACKAGES = "提交包 (*.zip)"
PUT_BACK_EVERY = 5000  # milliseconds between two looks whether a book on a share has work to be put back
CARE_AFTER = 3000  # milliseconds: the first table is shown long before


class BookCommands:
    """What one main window does with its book."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.returning = False
        self._away = False
        self._clock = QTimer(window)
        self._clock.setInterval(PUT_BACK_EVERY)
        self._clock.timeout.connect(self.put_back)

    # Copies

    def back_up(self) -> None:
        from desktop.workspace.copies import back_up

        path = self.window.workspace.path
        if path is None:
            return
        self.window.commands.end_editing()
        store, tell = self.window.workspace.store, self.window.workspace.told.emit

        def failed(fault: EnvironmentFault) -> None:
            if fault.code is FaultCode.BOOK_DAMAGED:
                self.window.tell_fault(fault)
            else:
                self.window.bar.tell(fault_text(fault), "另存副本…", self.save_copy)

        tasks.run(
            lambda _: back_up(path) if store is None or store.read_only else store.back_up(),
            lambda copy: tell(f"已备份并验证：{copy.name}"),
            failed,
            lambda *_: None,
            self.window,
        )

    def restore_copy(self) -> None:
        """Of the open book, or of one that cannot be opened and is asked for."""
        self.window.commands.end_editing()
        path = self.window.workspace.path or dialogs.ask_book(self.window, Path.home())
        if path is not None:
            self.restore(path)

    def restore(self, book: Path) -> None:
        """Show what the copies say otherwise, and bring the chosen one back."""
        from desktop.windows.help_window import help_key
        from desktop.windows.restore_window import RestoreWindow

        window = RestoreWindow(self.window.workspace, book, self.window)
        help_key(window, self.window, "backups", "restore")
        if window.exec() == RestoreWindow.DialogCode.Accepted and window.path is not None:
            self.bring_back(book, window.path)

    def bring_back(self, book: Path, copy: Path) -> None:
        """Put a copy in the place of the book, and open it again where it stood."""
        from desktop.workspace.copies import restore

        workspace = self.window.workspace
        key = None if workspace.table is None else workspace.table.key
        if workspace.path == book:
            workspace.close()
        try:
            kept = restore(book, copy)
        except EnvironmentFault as fault:
            self.window.ways.open_path(book, show_first=key is None)
            self.window.tell_fault(fault)
        else:
            self.window.ways.open_path(book, show_first=key is None)
            self.window.bar.tell(f"已恢复备份“{copy.name}”。恢复前的账套保存在：{kept.name}")
        if key is not None and key in {each.key for each in workspace.overview()}:
            self.window.ways.show_table(key)

    def save_copy(self) -> None:
        """Also the second place when the first can no longer be written."""
        store = self.window.workspace.store
        if store is None:
            return
        self.window.commands.end_editing()
        suggestion = store.path.with_name(f"{store.path.stem}-副本{store.path.suffix}")
        name, _ = QFileDialog.getSaveFileName(self.window, "另存副本", str(suggestion), dialogs.BOOKS)
        if name:
            path = Path(name) if Path(name).suffix else Path(name).with_suffix(".ziping")
            self.save_copy_to(path)

    def save_copy_to(self, path: Path) -> None:
        """The book in another place; where it can no longer be read, the table in view."""
        from desktop.workspace.packing import save_copy, save_table

        store, table = self.window.workspace.store, self.window.workspace.table
        if store is None:
            return
        readable = store.working is not None or store.path.exists()

        def work(_: tasks.Report) -> str:
            if table is not None and not readable:
                save_table(table, path)
                return f"账套所在的磁盘已经读不到。正在填的这张表另存到了：{path}"
            with store.beside() as other:
                save_copy(other, path)
            return f"副本已存到：{path}"

        def done(told: str) -> None:
            self.window.bar.tell(told, "打开副本", lambda: self.window.ways.open_path(path))

        self._write(work, done, self.save_copy)

    def pack(self) -> None:
        store, table = self.window.workspace.store, self.window.workspace.table
        if store is None or table is None:
            return
        self.window.commands.end_editing()
        key = table.key
        words = "-".join(each for each in (key.unit, str(key.year), key.subject, "提交包") if each)
        suggestion = store.path.with_name(f"{words.replace('/', '_')}.zip")
        path = ask_where_to_save(self.window, "生成提交包", suggestion, PACKAGES)
        if path is not None:
            from desktop.workspace.packing import write_package

            code, told = self.window.workspace.check_code(), self.window.workspace.told

            def work(_: tasks.Report) -> Path:
                with store.beside() as other:
                    return write_package(other, key, path)

            self._write(work, lambda _: told.emit(f"提交包已存到：{path}（校验码 {code}）"), self.pack)

    def _write(self, work: Callable[[tasks.Report], Result], done: Callable[[Result], None], again: Callable[[], object]) -> None:
        """A file written beside the window; what keeps it from being written is told with another try."""

        def failed(fault: EnvironmentFault) -> None:
            self.window.bar.tell(fault_text(fault), "另选位置…", again)

        tasks.run(work, done, failed, lambda *_: None, self.window)

    def take_package(self) -> None:
        path = self.window.workspace.path
        folder = "" if path is None else str(path.parent)
        names, _ = QFileDialog.getOpenFileNames(self.window, "接收提交包", folder, f"{PACKAGES};;所有文件 (*)")
        for name in names:
            self._take(Path(name))

    def take_packages(self, paths: Sequence[Path]) -> list[Path]:
        """Take the packages among dropped files in; the other files."""
        from desktop.workspace.packing import is_package

        packages = [each for each in paths if each.suffix == ".zip" and is_package(each)]
        for each in packages:
            self._take(each)
        return [each for each in paths if each not in packages]

    def _take(self, path: Path) -> None:
        from desktop.workspace.units import take_in_package

        workspace = self.window.workspace
        if workspace.store is None:
            self.window.bar.tell("请先打开或新建账套，再接收提交包。", "打开账套", self.window.ways.open_book)
            return
        key = None
        try:
            key = take_in_package(workspace.store, path)
        except EnvironmentFault as fault:
            if fault.code is not FaultCode.TABLE_EXISTS:
                self.window.tell_fault(fault)
                return
            named = TableKey(fault.facts["unit"], int(fault.facts["year"]), fault.facts.get("subject", ""))
            if dialogs.ask_replace(self.window, [named]):
                key = self._take_in_place(path)
        if key is not None:
            workspace.tables_changed.emit()
            workspace.leave_table()
            self.window.ways.show_table(key)
            workspace.told.emit(f"已接收提交包：{path.name}")

    def _take_in_place(self, path: Path) -> TableKey | None:
        from desktop.workspace.units import take_in_package

        store = self.window.workspace.store
        try:
            return None if store is None else take_in_package(store, path, replace_existing=True)
        except EnvironmentFault as fault:
            self.window.tell_fault(fault)
            return None

    # The log

    def show_history(self) -> None:
        from desktop.windows.help_window import help_key
        from desktop.windows.history_window import HistoryWindow

        self.window.commands.end_editing()
        page = self.window.commands.page
        place = Place()
        if page is not None:
            cell = page.chosen_cell()
            place = Place(RecordKind.NODE, cell.node_id, cell.field.value if cell.field else "")
        shown = HistoryWindow(self.window.workspace, place, self.window)
        help_key(shown, self.window, "backups", "undo")
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.show()

    # Without being asked

    def look_after(self, book: Path) -> None:
        """Soon after opening: the copy of the day and the whole check, beside the window; damage is told with the way out."""
        store = self.window.workspace.store
        if store is not None and store.working is not None:
            self._tell_share(book, store.working.set_aside)
        if book != sample_path():
            QTimer.singleShot(CARE_AFTER, self.window, lambda: self.care_for(book))

    def care_for(self, book: Path) -> None:
        from desktop.workspace.care import daily_copy, find_evidence, look_over

        workspace = self.window.workspace
        if workspace.path != book or workspace.store is None:
            return
        writable = not workspace.store.read_only
        others = [Path(each) for each in self.window.settings.recent_books]

        def work(_: tasks.Report) -> tuple[tuple[str, ...], int]:
            damage = look_over(book)
            if not writable or damage:
                return damage, 0
            daily_copy(book)
            return damage, find_evidence(book, others)

        def done(found: tuple[tuple[str, ...], int]) -> None:
            self.tell_damage(book, found[0])
            self.tell_evidence(book, found[1])

        tasks.run(work, done, self.window.tell_fault, lambda *_: None, self.window)

    def tell_evidence(self, book: Path, came: int) -> None:
        """Evidence that was found again where the book used to be."""
        if came and self.window.workspace.path == book:
            self.window.workspace.look_again(frozenset())
            self.window.workspace.told.emit(f"账套改过名或换过位置，已从原来的文件夹取回 {came} 份佐证材料。")

    def tell_damage(self, book: Path, damage: tuple[str, ...]) -> None:
        """What the check found, with the way to the copies."""
        if damage and self.window.workspace.path == book:
            more = f"等 {len(damage)} 处" if len(damage) > 1 else ""
            words = f"账套有损坏：{damage[0]}{more}。其余内容可以照常使用；建议恢复最近的备份。"
            self.window.bar.tell(words, "恢复备份…", lambda: self.restore(book))

    def _tell_share(self, book: Path, set_aside: Path | None) -> None:
        self._away = False
        self._clock.start()
        if set_aside is None:
            self.window.workspace.told.emit("账套在网络位置上：在本机的副本里录入，随时自动放回。")
        else:
            words = f"上次没能放回网络位置的修改，与别人的修改冲突，另存为备份：{set_aside.name}。可在恢复备份的窗口里核对。"
            self.window.bar.tell(words, "恢复备份…", lambda: self.restore(book))

    def put_back(self) -> None:
        """What was done since the last time goes to the share, beside the window; one that is away is told once and tried on."""
        store = self.window.workspace.store
        if store is None or store.working is None:
            self._clock.stop()
        elif store.working.changed and not self.returning:
            self.returning = True
            working = store.working
            tasks.run(lambda _: working.put_back(), lambda _: self._back(), self._not_back, lambda *_: None, self.window)

    def _back(self) -> None:
        self.returning = False
        if self._away:
            self._away = False
            self.window.workspace.told.emit("网络位置已接通，本机录入的内容都已放回。")

    def _not_back(self, fault: EnvironmentFault) -> None:
        self.returning = False
        if not self._away:
            self._away = True
            self.window.bar.tell(_kept_here(fault), "另存副本…", self.save_copy)

    def leave(self) -> None:
        """Let the book go, with the copy of the day where one is due."""
        from desktop.workspace.care import copy_on_leaving

        workspace = self.window.workspace
        path, store = workspace.path, workspace.store
        own = store is not None and not store.read_only and path != sample_path()
        if store is not None and store.working is not None:
            try:
                store.working.put_back()
            except EnvironmentFault as fault:
                dialogs.tell(self.window, "没有放回网络位置", _kept_here(fault))
                own = False
        workspace.close()
        if own and path is not None:
            copy_on_leaving(path)


def _kept_here(fault: EnvironmentFault) -> str:
    if fault.code is FaultCode.BOOK_OVERTAKEN:
        return fault_text(fault)
    path = fault.facts.get("path", "")
    return f"账套所在的网络位置现在写不了：{path}。录入的内容都在本机，可以继续；接通后或下次打开账套时自动放回。"
