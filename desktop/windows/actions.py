"""Every command of the window once: its words, key, menu. What a command does is a method of the main window of the same name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget


class Needs(Enum):
    """What must be there for a command to be enabled."""

    NOTHING = "nothing"
    BOOK = "book"
    OWN_BOOK = "own_book"  # open for writing
    TABLE = "table"
    EDITABLE = "editable"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Command:
    """One command; an empty name is a separator of its menu. ``short`` is its name in the tool bar."""

    name: str = ""
    words: str = ""
    keys: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    tip: str = ""
    short: str = ""
    checkable: bool = False


LINE = Command()

MENUS: Mapping[str, tuple[Command, ...]] = {
    "文件(&F)": (
        Command("show_start_page", "开始页(&H)"),
        Command("new_book", "新建账套(&N)…"),
        Command("open_book", "打开账套(&O)…", ("Ctrl+O",)),
        Command(
            "import_files",
            "导入表格(&I)…",
            ("Ctrl+I",),
            tip="导入 Excel、WPS 表格、Word、CSV 文件；也可把文件拖进窗口",
            short="导入",
        ),
        LINE,
        Command(
            "save",
            "保存并建恢复点(&S)",
            ("Ctrl+S",),
            Needs.TABLE,
            "每次修改都已存盘；这里结束正在编辑的单元格，并记下一个可以返回的恢复点",
        ),
        Command("export", "导出(&E)…", ("Ctrl+E",), Needs.TABLE, "导出为 Excel、PDF、Word", "导出"),
        Command(
            "fill_template",
            "填入空白表(&F)…",
            needs=Needs.TABLE,
            tip="填进财政局等发来的空白表的副本，原表的样式、印章、文本框都不动",
        ),
        Command("print_preview", "打印预览(&P)…", ("Ctrl+P",), Needs.TABLE, "按表样的纸张预览、打印、存为 PDF", "打印预览"),
        Command("print_batch", "打印多张表(&U)…", needs=Needs.BOOK, tip="几个单位、几个年度、项目表一次打印，或存为 PDF"),
        LINE,
        Command("back_up", "备份(&B)", needs=Needs.BOOK, tip="在账套旁边的文件夹里存一份验证过的备份"),
        Command("restore_copy", "恢复备份(&R)…", tip="先列出备份与现在的不同，再决定是否恢复；现在的账套会另存一份"),
        Command("save_copy", "另存副本(&A)…", needs=Needs.BOOK, tip="把账套连同佐证材料存到别处；现在的账套不变"),
        Command("pack", "生成提交包(&K)…", needs=Needs.TABLE, tip="本表的数据、佐证材料、表样、评分办法合成一个文件，供报送"),
        Command("take_package", "接收提交包(&T)…", needs=Needs.OWN_BOOK, tip="把下属单位的提交包收进账套"),
        LINE,
        Command("quit", "退出(&X)", ("Ctrl+Q",)),
    ),
    "编辑(&E)": (
        Command("undo", "撤销(&U)", ("Ctrl+Z",), Needs.EDITABLE, "撤销上一步，关闭程序后也能撤销", "撤销"),
        Command("redo", "重做(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), Needs.EDITABLE, "重做刚撤销的一步", "重做"),
        LINE,
        Command("cut", "剪切(&T)\tCtrl+X", (), Needs.EDITABLE),
        Command("copy", "复制(&C)\tCtrl+C", (), Needs.TABLE),
        Command("paste", "粘贴(&P)\tCtrl+V", (), Needs.EDITABLE),
        Command("paste_words", "只粘贴文字(&V)", ("Ctrl+Shift+V",), Needs.EDITABLE, "不理会合并单元格，每格只取自己位置上的文字"),
        Command("clear", "清除内容(&D)\tDel", (), Needs.EDITABLE),
        Command("fill_down", "向下填充(&W)\tCtrl+D", (), Needs.EDITABLE),
        Command("fill_right", "向右填充(&G)\tCtrl+R", (), Needs.EDITABLE),
        Command("bring_back_score", "恢复人工给分(&B)", ("Ctrl+G",), Needs.EDITABLE, "把因修改而搁置的人工给分放回这一行"),
        LINE,
        Command("find", "查找(&F)…", ("Ctrl+F",), Needs.TABLE),
        Command("find_next", "查找下一处(&N)", ("F3",), Needs.TABLE),
        Command("find_previous", "查找上一处", ("Shift+F3",), Needs.TABLE),
        Command("replace", "替换(&H)…", ("Ctrl+H",), Needs.EDITABLE),
        LINE,
        Command("filter_rows", "筛选行(&L)…", ("Ctrl+Shift+L",), Needs.TABLE, "只看有问题、未填、未完成、超额、人工给分的行"),
        LINE,
        Command("show_history", "修改记录(&J)…", ("Ctrl+L",), Needs.TABLE, "谁在什么时候改了什么；可撤回其中一处"),
    ),
    "行(&R)": (
        Command(
            "insert_row",
            "插入指标(&I)",
            ("Ctrl++", "Ctrl+="),
            Needs.EDITABLE,
            "在当前行下面插入一行；在一级、二级指标上则插入到其末尾",
        ),
        Command("insert_band", "插入同级指标(&G)", ("Ctrl+Shift+I",), Needs.EDITABLE, "在当前一级或二级指标后面插入同级的一项"),
        Command(
            "remove_rows",
            "删除行(&D)",
            ("Ctrl+-",),
            Needs.EDITABLE,
            "删除所选的行；在一级、二级指标上则连同下级一起删除，可以撤销",
        ),
        LINE,
        Command("move_up", "上移(&U)", ("Alt+Up",), Needs.EDITABLE),
        Command("move_down", "下移(&W)", ("Alt+Down",), Needs.EDITABLE),
        Command("promote", "升一级(&L)", ("Alt+Shift+Left",), Needs.EDITABLE),
        Command("demote", "降一级(&R)", ("Alt+Shift+Right",), Needs.EDITABLE),
        LINE,
        Command(
            "distribute_points",
            "平均分配分值(&E)",
            needs=Needs.EDITABLE,
            tip="把上级指标的分值平均分给它的下级，除不尽的零头归最后几项，合计不差",
        ),
        Command(
            "rescale_points",
            "按上级分值折算(&S)",
            needs=Needs.EDITABLE,
            tip="下级的分值按现有比例折算，合计等于上级指标的分值",
        ),
    ),
    "年度(&Y)": (
        Command(
            "new_year",
            "新建年度或项目表(&N)…",
            ("Ctrl+N",),
            Needs.NOTHING,
            "沿用上一年或别的单位，用空白表样，或从绩效目标表导入",
            "新建年度",
        ),
        LINE,
        Command(
            "hand_out",
            "分发给科室(&D)…",
            needs=Needs.EDITABLE,
            tip="按责任科室各写一个 Excel 文件，只有该科室的指标，供其填报",
        ),
        Command("take_returns", "收回科室填报(&T)…", needs=Needs.EDITABLE, tip="读科室交回的文件，逐格看改了什么，再一次合并"),
        LINE,
        Command("submit", "报送(&S)…", needs=Needs.EDITABLE, tip="记下报送时的状态，以后可与现在比较"),
        Command("send_back", "退回(&R)…", needs=Needs.EDITABLE, tip="记下退回的原因，继续填报"),
        Command("show_changes", "报送以来的改动(&C)…", needs=Needs.TABLE, tip="逐格列出与报送时不同的地方，可以打印"),
        Command("mark_checked", "标为已检查(&K)", needs=Needs.EDITABLE, tip="填报和检查都做完了；以后再改动，自动回到填报中"),
        Command("seal", "定稿(&F)", needs=Needs.EDITABLE, tip="锁定本表，保存当前得分和评分办法"),
        Command("unseal", "解除定稿(&U)…", needs=Needs.SEALED, tip="写明原因后可以再修改，原因记入修改记录"),
        LINE,
        Command("roll_up", "汇总下属单位(&G)…", needs=Needs.OWN_BOOK, tip="收集下属单位的文件或账套，汇总成本单位的表"),
        Command("show_sources", "汇总来源(&O)…", needs=Needs.TABLE, tip="汇总表里的数来自哪个单位的哪一格"),
        LINE,
        Command("show_rulebooks", "评分办法(&B)…", tip="查看每份评分办法的内容和出处；复制一份改成本单位的，或从文件添加"),
        LINE,
        Command("add_unit", "新增单位(&A)…", needs=Needs.OWN_BOOK),
        Command("rename_unit", "单位改名(&M)…", needs=Needs.OWN_BOOK),
        Command("move_unit", "调整隶属(&P)…", needs=Needs.OWN_BOOK, tip="把单位放到另一个单位下面；也可在左边栏里拖动"),
    ),
    "查看(&V)": (
        Command("show_findings", "检查结果(&C)", ("F7",), Needs.TABLE, "逐条列出错误和提醒，点一条就到那个单元格", "检查"),
        Command("compare", "年度对比(&Y)…", ("Ctrl+M",), Needs.TABLE, "几个年度并排比较", "对比"),
        LINE,
        Command("toggle_tree", "单位和年度栏(&T)", ("Ctrl+1",), checkable=True),
        Command("toggle_inspector", "单元格栏(&I)", ("Ctrl+2",), checkable=True),
        Command(
            "sort_rising", "按本列从小到大(&A)", ("Ctrl+Shift+A",), Needs.TABLE, "换一种看法：表里的顺序不变，导出和打印仍按表样"
        ),
        Command(
            "sort_falling", "按本列从大到小(&D)", ("Ctrl+Shift+D",), Needs.TABLE, "换一种看法：表里的顺序不变，导出和打印仍按表样"
        ),
        Command("sort_off", "恢复表样顺序(&F)", ("Ctrl+Shift+O",), Needs.TABLE),
        LINE,
        Command("choose_columns", "列(&L)…", needs=Needs.TABLE, tip="选择表里显示哪些列；也可在表头上点右键"),
        Command("next_page", "下一页(&P)", ("Ctrl+PgDown", "Ctrl+Tab"), Needs.TABLE, "基本情况、资金、指标表……依次往后"),
        Command("previous_page", "上一页(&B)", ("Ctrl+PgUp", "Ctrl+Shift+Tab"), Needs.TABLE),
        Command("next_pane", "下一个窗格(&N)", ("F6",)),
        Command("previous_pane", "上一个窗格", ("Shift+F6",)),
        LINE,
        Command("zoom_in", "放大(&Z)", ("Ctrl+Shift+.",), Needs.TABLE, "也可按住 Ctrl 滚动滚轮"),
        Command("zoom_out", "缩小(&O)", ("Ctrl+Shift+,",), Needs.TABLE),
        Command("zoom_reset", "原始大小(&0)", ("Ctrl+0",), Needs.TABLE),
    ),
    "帮助(&H)": (
        Command("show_help", "使用手册(&M)", ("F1",), tip="打开当前页面的说明"),
        Command("what_is_this", "这是什么(&W)", ("Shift+F1",), tip="再点窗口里的一处，显示它的说明"),
        Command("show_keys", "键盘操作一览(&K)", ("Ctrl+F1",)),
        LINE,
        Command("open_log_folder", "打开日志文件夹(&L)"),
        Command("show_licences", "许可(&C)"),
        Command("about", "关于(&A)"),
    ),
}

TOOLS = ("import_files", "new_year", "", "undo", "redo", "", "show_findings", "compare", "print_preview", "export")


def make_actions(owner: QWidget, doings: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """An action for every command, calling what the window does by that name."""
    actions: dict[str, QAction] = {}
    for commands in MENUS.values():
        for command in commands:
            if command.name:
                action = QAction(command.words, owner)
                action.setObjectName(command.name)
                action.setCheckable(command.checkable)
                action.setShortcuts([QKeySequence(each) for each in command.keys])
                shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                tip = command.tip or command.words.split("(&")[0].rstrip("…")
                action.setToolTip(f"{tip}（{shown}）" if shown else tip)
                action.setStatusTip("")
                action.setIconText(command.short or command.words.split("(&")[0].rstrip("…"))
                doing = doings[command.name]
                action.triggered.connect(lambda _=False, doing=doing: doing())
                owner.addAction(action)
                actions[command.name] = action
    return actions


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    for words, commands in MENUS.items():
        menu = bar.addMenu(words)
        menu.setToolTipsVisible(True)
        for command in commands:
            if command.name:
                menu.addAction(actions[command.name])
            else:
                menu.addSeparator()


def fill_tools(bar: QToolBar, actions: Mapping[str, QAction]) -> None:
    for name in TOOLS:
        if name:
            bar.addAction(actions[name])
        else:
            bar.addSeparator()


def enable(actions: Mapping[str, QAction], there: frozenset[Needs]) -> None:
    """Enable what can be done now."""
    for commands in MENUS.values():
        for command in commands:
            if command.name:
                actions[command.name].setEnabled(command.needs in there)
