"""The sentences for codes of faults and operations: what, where, why, what to do. One entry for each code, tested."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from db.faults import EnvironmentFault, FaultCode
from scoring.edit import Op
from scoring.rulebook import RulebookError
from scoring.scored import Mark
from scoring.table import Status

FAULTS = {
    FaultCode.FILE_MISSING: "找不到文件“{path}”。请检查文件名和所在文件夹后重试。",
    FaultCode.FILE_IN_USE: "文件“{path}”正被其他程序占用，未作任何改动。请关闭 Excel、WPS 等程序后重试，或换一个文件名。",
    FaultCode.FILE_EMPTY: "文件“{path}”是空文件（0 字节），没有可导入的内容。请确认文件已完整保存或重新复制一份。",
    FaultCode.FILE_UNREADABLE: "文件“{path}”已损坏或不完整，无法读取，账套未作改动。请用 WPS 或 Excel 打开并另存为 .xlsx 后再导入。",
    FaultCode.FILE_ENCRYPTED: "文件“{path}”设有打开密码。请提供密码（命令行导入时用 --password），或在 WPS、Excel 中去掉密码后再试。",
    FaultCode.FILE_HOSTILE: "文件“{path}”的结构不安全（展开后过大或引用外部内容），已拒绝读取，账套未作改动。请向报送单位重新索取正常的 .xlsx 文件。",
    FaultCode.FILE_UNSUPPORTED: "文件“{path}”是本程序不能直接读取的格式。请用 WPS 或 Office 打开，选“文件 > 另存为”，存成 .xlsx 或 .docx 后再导入。",
    FaultCode.FILE_TOO_LARGE: "文件“{path}”太大，读取超出了时间或内存限度，已停止，账套未作改动。请删去无关的工作表和空行后再导入。",
    FaultCode.LINE_INVALID: "文件“{path}”第 {line} 行不是所要的内容：每行应是一个 UTF-8 的 JSON 对象，含 target_text、actual_text。请改正这一行后重试。",
    FaultCode.NOTHING_TO_IMPORT: "文件“{path}”里没有找到可以导入的表格或数据。请确认选对了文件和工作表。",
    FaultCode.NOTHING_TO_FILL: "空白表“{path}”里没有找到可以填入这张表内容的空格，没有写出文件。请确认选对了空白表，栏目标题是否完整。",
    FaultCode.DECISION_NEEDED: "导入“{path}”还缺一项决定：{what}。请用 {option} 指明后重试。",
    FaultCode.UNIT_UNKNOWN: "账套里没有单位“{unit}”。请核对单位名称（--unit）；已有单位：{known}。",
    FaultCode.YEAR_UNKNOWN: "单位“{unit}”没有 {year} 年度的表。请核对年度（--year）；已有年度：{known}。",
    FaultCode.TABLE_UNKNOWN: "单位“{unit}”{year} 年度没有名为“{subject}”的表。请用 --subject 指明；已有：{known}。",
    FaultCode.TABLE_EXISTS: "单位“{unit}”{year} 年度的表已在账套中，未作改动。请另选年度，或直接打开已有的表。",
    FaultCode.TABLE_SEALED: "单位“{unit}”{year} 年度的表已定稿，不能修改。如确需修改，请先用“年度 > 解除定稿”，写明原因。",
    FaultCode.OTHER_TABLE: "“{path}”是“{unit}”{year} 年度{subject}的表，和打开的表不是同一张，没有取用。请先打开那张表再收回，或换一个文件。",
    FaultCode.UNIT_TAKEN: "账套里已有单位“{unit}”。请换一个名称。",
    FaultCode.UNIT_IS_PARENT: "“{path}”里是汇总单位“{unit}”自己的表，不能汇总到它自己，账套未作改动。请去掉这个文件；本级的表请用“{unit}（本级）”作为下属单位导入。",
    FaultCode.UNIT_ELSEWHERE: "账套里单位“{unit}”隶属“{parent}”，不能汇总到别的单位，账套未作改动。请先调整隶属，或去掉它的文件。",
    FaultCode.UNIT_TWICE: "“{path}”和“{other}”里都有单位“{unit}”{year} 年度的表，而且内容不同，账套未作改动。请只留一个后重试。",
    FaultCode.CHANGE_BURIED: "这一处后来又改过，不能单独撤回，没有改动。请先撤回后来的修改，或直接改成需要的内容。",
    FaultCode.BOOK_MISSING: "找不到账套文件“{path}”。请核对位置（命令行用 --book）或插好 U 盘，也可以先导入表格、建立账套。",
    FaultCode.BOOK_IN_USE: "账套“{path}”正在被{holder}使用，未作任何改动。请先关闭那边的窗口，或以只读方式打开。",
    FaultCode.BOOK_NEWER: "账套“{path}”是用更新版本的程序保存的，本版本不能打开，文件未作改动。请升级程序后再打开。",
    FaultCode.BOOK_FOREIGN: "文件“{path}”不是本程序的账套。如果它是 Excel 或 Word 表格，请用“文件 > 导入表格”。",
    FaultCode.BOOK_DAMAGED: "账套“{path}”已损坏。请用“文件 > 恢复备份”恢复最近的备份，或用 ziping salvage 抢救仍可读出的内容。",
    FaultCode.BOOK_READ_ONLY: "账套“{path}”以只读方式打开，不能保存修改。请关闭占用它的程序或取消文件的只读属性后重新打开。",
    FaultCode.BOOK_OVERTAKEN: "网络位置上的账套“{path}”被别人接管，或换成了另一个文件，没有覆盖它。您的修改都在本机，请用“文件 > 另存副本”存到别处，再与那边核对。",
    FaultCode.FORMAT_UNKNOWN: "不能写成“{path}”：文件名的结尾要表明格式，可用的结尾有 {known}。请改一个文件名后重试。",
    FaultCode.OUTPUT_EXISTS: "文件“{path}”已存在，不会覆盖它。请换一个文件名。",
    FaultCode.DISK_FULL: "磁盘空间不足，“{path}”没有写成，原有内容未变。请清理磁盘或另选位置后重试。",
    FaultCode.FOLDER_READ_ONLY: "没有权限在“{path}”写入，原有内容未变。请换一个有写入权限的文件夹。",
    FaultCode.FOLDER_MISSING: "文件夹“{path}”不存在。请检查 U 盘或网络位置是否接好，或先建立该文件夹、另选位置。",
    FaultCode.DRIVE_GONE: "读写“{path}”时磁盘出错或已断开，未保存的这一步没有写入。请检查 U 盘或网络连接后重试。",
    FaultCode.FORM_UNKNOWN: "没有名为“{key}”的表样。请用 ziping forms 查看可用的表样。",
    FaultCode.RULEBOOK_UNKNOWN: "没有名为“{key}”的评分办法。请用 ziping rulebooks 查看可用的评分办法。",
    FaultCode.PRINTER_FAILED: "打印机“{name}”没有接受打印任务，没有打印完。请检查打印机是否开机、联网、有纸，或先存为 PDF 再打印。",
    FaultCode.RESOURCE_INVALID: "“{path}”不是有效的表样或评分办法文件：{what}。请按说明修改后重新添加。",
}

UNSUPPORTED = {
    "et": "“{path}”是 WPS 表格的 .et 格式。请在 WPS 中打开，选“文件 > 另存为”，类型选“Excel 文件 (*.xlsx)”，再导入新文件。",
    "wps": "“{path}”是 WPS 文字的 .wps 格式。请在 WPS 中打开，选“文件 > 另存为”，类型选“Word 文档 (*.docx)”，再导入新文件。",
    "doc": "“{path}”是旧版 Word 的 .doc 格式。请用 WPS 或 Word 打开，选“文件 > 另存为”，类型选“Word 文档 (*.docx)”，再导入新文件。",
    "folder": "“{path}”是一个文件夹。请选择其中的一个表格文件再导入。",
    "device": "“{path}”不是普通文件，不能读取。请先把表格存到硬盘上，再导入。",
    "zip": "“{path}”是压缩包，或不是表格的打包文件。请先解压，再导入其中的表格文件。",
    "picture": "“{path}”是图片，里面没有可以读取的表格。请向报送单位索取 .xlsx 或 .docx 文件。",
    "pdf": "“{path}”是 PDF。请用 WPS 打开，选“转换 > PDF 转 Excel”另存为 .xlsx，核对后再导入。",
}

OPERATIONS = {
    Op.SET_FIELD: "修改单元格",
    Op.SET_RECORD: "修改内容",
    Op.ADD_RECORD: "增加一项",
    Op.REMOVE_RECORD: "删除一项",
    Op.INSERT_ROW: "插入行",
    Op.REMOVE_ROWS: "删除行",
    Op.MOVE_ROWS: "移动行",
    Op.INDENT_ROWS: "调整级次",
    Op.PASTE: "粘贴",
    Op.FILL: "填充",
    Op.CLEAR: "清除内容",
    Op.REPLACE_TEXT: "替换",
    Op.BRING_BACK_SCORE: "恢复人工给分",
    Op.DISTRIBUTE_POINTS: "平均分配分值",
    Op.RESCALE_POINTS: "按上级分值折算",
    Op.START_YEAR: "新建年度",
    Op.CREATE_TABLE: "新建表",
    Op.REMOVE_TABLE: "删除表",
    Op.IMPORT: "导入",
    Op.ROLL_UP: "汇总",
    Op.ATTACH: "添加佐证材料",
    Op.DETACH: "移除佐证材料",
    Op.SET_STATUS: "更改状态",
    Op.UNDO: "撤销",
    Op.REDO: "重做",
    Op.TAKE_BACK: "撤回一处修改",
    Op.RETURN_TO: "回到以前的状态",
}

STATUSES = {
    Status.NOT_STARTED: "未开始",
    Status.FILLING: "填报中",
    Status.CHECKED: "已检查",
    Status.SUBMITTED: "已报送",
    Status.RETURNED: "退回",
    Status.SEALED: "已定稿",
}

MARKS = {
    Mark.DONE: ("✓", "完成"),
    Mark.EXCEEDED: ("▲", "超额"),
    Mark.MISSED: ("▼", "未完成"),
    Mark.DOUBTFUL: ("?", "待确认"),
    Mark.EMPTY: ("○", "未填"),
    Mark.GIVEN: ("✎", "人工给分"),
}

EXPORT_KINDS = {"sheet": "自评表", "report": "自评报告", "explanation": "自评表说明", "audit": "审核稿", "blank": "空白表"}

GRADES = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}


RULEBOOK_TROUBLE = {
    "toml": "不是正确的 TOML（{reason}）",
    "unknown_key": "不认识这个键，可用的有 {known}",
    "missing": "缺少这一项",
    "wrong_type": "应为 {wanted}，写的是 {found}",
    "wrong_value": "不能是“{found}”，可用的有 {allowed}",
    "duplicate": "“{found}”出现了两次",
    "unknown_method": "没有名为“{found}”的计分方法，可用的有 {known}",
    "unknown_adjustment": "没有名为“{found}”的总分调整，可用的有 {known}",
    "unknown_figure": "没有名为“{found}”的数据项",
    "formula": "公式在第 {position} 个字符“{piece}”处读不懂",
    "order": "各档的次序不对",
    "no_fallback": "最后一条应当适用于其余所有指标",
    "bad_key": "编号只能用字母、数字、汉字、下划线和连字符，写的是“{found}”",
}


class Known(dict[str, str]):
    """Facts for a sentence; an unknown name is left out: a sentence about trouble must never make trouble."""

    def __missing__(self, key: str) -> str:
        return ""


def fault_text(fault: EnvironmentFault) -> str:
    """One sentence for a fault: what, where, why, what to do."""
    pattern = FAULTS[fault.code]
    if fault.code is FaultCode.FILE_UNSUPPORTED:
        pattern = UNSUPPORTED.get(fault.facts.get("kind", ""), pattern)
    if fault.code is FaultCode.TABLE_EXISTS and fault.facts.get("twice"):
        pattern = (
            "要导入的文件里有两张单位“{unit}”{year} 年度的表，账套未作改动。请去掉其中一张，或分次导入并用 {option} 指明项目。"
        )
    elif fault.code is FaultCode.TABLE_EXISTS and fault.facts.get("option"):
        pattern = "单位“{unit}”{year} 年度的表已在账套中，未作改动。如要用新文件替换，请加 {option}（会先自动备份）。"
    if fault.code is FaultCode.FILE_ENCRYPTED and fault.facts.get("wrong"):
        pattern = "文件“{path}”的打开密码不对。请核对密码（命令行用 --password）后重试。"
    if fault.code is FaultCode.YEAR_UNKNOWN and fault.facts.get("below"):
        pattern = "单位“{unit}”的下属单位没有 {year} 年度的表，无可汇总。请加上收到的文件、账套或提交包，或先用“年度 > 调整隶属”指明下属单位；下属单位已有年度：{known}。"
    if fault.code is FaultCode.BOOK_IN_USE and fault.facts.get("by_name"):
        pattern = "账套“{path}”登记为正在被{holder}使用，未作任何改动。请先关闭那边的窗口；那边已经关机的，在窗口里打开这个账套，可以接管。"
    if fault.code is FaultCode.FILE_UNREADABLE and fault.facts.get("path", "").lower().endswith(".zip"):
        pattern = "压缩包“{path}”已损坏或不完整，打不开，账套未作改动。请重新下载、复制，或让报送单位重新发送；是普通压缩包的，解压后再导入其中的表格。"
    if fault.code is FaultCode.FILE_UNREADABLE and fault.facts.get("reason") == "permission":
        pattern = "文件“{path}”不允许当前用户读取。请在文件的属性里取得读取权限，或把它复制到自己的文件夹后再导入。"
    if fault.code is FaultCode.FILE_UNREADABLE and fault.facts.get("kind") == "package":
        pattern = "提交包“{path}”不完整或被改动过，没有接收，账套未作改动。请让报送单位重新生成、重新发送。"
    if fault.code is FaultCode.DECISION_NEEDED and not fault.facts.get("option"):
        pattern = "导入“{path}”还缺一项决定：{what}。请打开窗口，在“导入”里点着左图的各栏指明一次；账套记住以后，这里也认得。"
    if fault.code is FaultCode.FORMAT_UNKNOWN and fault.facts.get("kind"):
        pattern = "{kind}不能写成“{path}”：它可用的结尾有 {known}。请改一个文件名，或换一种内容（--kind）后重试。"
    if fault.code is FaultCode.FILE_TOO_LARGE and fault.facts.get("cell"):
        pattern = "文件“{path}”在单元格 {cell} 处还有内容，表格的范围过大，账套未作改动。请删去那里的内容并保存后再导入。"
    if fault.code is FaultCode.DISK_FULL and fault.facts.get("needed", "").isdigit():
        pattern = "磁盘空间不足，“{path}”没有写成，原有内容未变。请清理出至少 {megabytes} MB 再试，或存到别处。"
        fault = EnvironmentFault(fault.code, **fault.facts, megabytes=str(-(-int(fault.facts["needed"]) // 2**20)))
    facts = (
        {"known": "（无）"} | {key: value for key, value in fault.facts.items() if value} | {"holder": holder_text(fault.facts)}
    )
    return pattern.format_map(Known(facts))


def holder_text(facts: Mapping[str, str]) -> str:
    """Who has a book open, on which machine and since when, as far as its lock file tells; the time as here."""
    words = [f"电脑 {facts['machine']}"] if facts.get("machine") else []
    with suppress(KeyError, ValueError):
        words.append(f"{datetime.fromisoformat(facts['since']).astimezone():%Y-%m-%d %H:%M} 起")
    return (facts.get("holder") or "另一个窗口或另一台电脑") + (f"（{'，'.join(words)}）" if words else "")


def rulebook_trouble_text(error: RulebookError) -> str:
    """What is wrong in the file of a rulebook, and where in it."""
    return f"{error.key} {RULEBOOK_TROUBLE[error.code].format_map(Known(error.facts))}".strip()


def op_text(op: Op) -> str:
    """The words for the undo menu and the history."""
    return OPERATIONS[op]
