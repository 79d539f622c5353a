"""Commands about the state of a table: 已检查, 报送, 退回, 定稿. Methods named as in ``actions``."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop.windows import dialogs

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow


class StateCommands:
    """What one main window does with the state of the table shown."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    def submit(self) -> None:
        from desktop.workspace.sealing import submit

        name = dialogs.ask_words(self.window, "报送", "报送说明（报给谁、第几次）：")
        if name is not None and self.window.workspace.beside(lambda store, key: submit(store, key, name.strip() or "报送")):
            self.window.workspace.told.emit("已记下报送时的状态，可在修改记录里与现在比较。")

    def send_back(self) -> None:
        from desktop.workspace.sealing import send_back

        name = dialogs.ask_words(self.window, "退回", "退回的原因：")
        if name is not None and self.window.workspace.beside(lambda store, key: send_back(store, key, name.strip() or "退回")):
            self.window.workspace.told.emit("已记下退回，可以继续填报。")

    def show_changes(self) -> None:
        """报送以来的改动, beside the page."""
        from desktop.sheets.setup import SheetKind
        from desktop.windows.changes_window import ChangesWindow
        from desktop.windows.help_window import help_key
        from desktop.windows.outputs import print_preview

        self.window.commands.end_editing()
        window = self.window
        shown = ChangesWindow(window.workspace, lambda: print_preview(window, (SheetKind.CHANGES,)), window)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.place_asked.connect(window.commands.go_to_place)
        help_key(shown, window, "backups", "seal")
        shown.show()

    def mark_checked(self) -> None:
        """已检查; what is still open is told and does not forbid it."""
        from scoring.edit import Op, set_status
        from scoring.table import Status

        workspace = self.window.workspace
        self.window.commands.end_editing()
        if workspace.scored is not None and workspace.edit(Op.SET_STATUS, set_status, Status.CHECKED):
            workspace.tables_changed.emit()
            workspace.told.emit("已标为已检查。" + self._still_open())

    def seal(self) -> None:
        """Asks once: pending rows and errors are named, and do not forbid it."""
        from desktop.workspace.sealing import seal

        workspace = self.window.workspace
        if workspace.scored is None:
            return
        self.window.commands.end_editing()
        words = "定稿后本表不能修改，得分和评分办法一并存下。需要时可以解除定稿并写明原因。"
        if still_open := self._still_open():
            words += f"\n\n{still_open}"
        box = QMessageBox(QMessageBox.Icon.Question, "定稿", words, QMessageBox.StandardButton.Cancel, self.window)
        yes = box.addButton("定稿", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is yes and workspace.beside(seal):
            workspace.told.emit("已定稿。")

    def unseal(self) -> None:
        from desktop.workspace.sealing import unseal

        reason = dialogs.ask_words(self.window, "解除定稿", "解除定稿的原因（记入修改记录）：")
        if reason is None:
            return
        if not reason.strip():
            self.window.bar.tell("没有写原因，本表仍是定稿。", "再写一次", self.unseal)
            return
        if self.window.workspace.beside(lambda store, key: unseal(store, key, reason.strip())):
            self.window.workspace.told.emit("已解除定稿，可以修改。")

    def _still_open(self) -> str:
        """What the clerk may have forgotten, in words; empty when nothing is."""
        from scoring.finding import Severity

        workspace = self.window.workspace
        pending = workspace.scored.pending if workspace.scored is not None else 0
        errors = sum(each.severity is Severity.ERROR for each in workspace.findings)
        doubts = [f"{pending} 行还没有得分"] * bool(pending) + [f"{errors} 个错误没有处理"] * bool(errors)
        return f"注意：{'，'.join(doubts)}。" if doubts else ""
