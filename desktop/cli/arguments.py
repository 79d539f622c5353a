"""The words of the command line. Help is Chinese, as everything a user reads; wrong usage ends with status 2."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from desktop.kit.version import VERSION
from desktop.kit.wording import EXPORT_KINDS
from desktop.kit.wording_charts import CHARTS

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - the type has no public name


UNIT = "单位名称，与表上写的相同"
SUBJECT = "项目名称；部门整体不填"
FORM = "表样的名称，用 ziping forms 查看；一般不用写"
MOST_YEARS = 10
YEARS = range(1900, 2200)


class Formatter(argparse.HelpFormatter):
    """Begins the line of usage in Chinese."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Says in Chinese what can be asked and what is wrong with a call, which it ends with status 2."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, add_help=False, allow_abbrev=False, formatter_class=Formatter)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for pattern, text in MISTAKES:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                message = text.format(*found.groups())
                break
        self.exit(2, f"用法不对：{message}。用 {self.prog} --help 查看说明。\n")


MISTAKES = (
    (r"the following arguments are required: (.*)", "缺少参数 {0}"),
    (r"unrecognized arguments: (.*)", "不认识参数 {0}"),
    (r"argument (.*?): expected (?:one|at least one) argument", "参数 {0} 后面要写内容"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", "参数 {0} 不能是 {1}，可以是 {2}"),
    (r"argument (.*?): invalid \w+ value: (.*)", "参数 {0} 的内容 {1} 不对"),
    (r"argument (.*?): (.*)", "参数 {0}：{1}"),
)


def parse_call(words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a call; ends with status 2 where they make none."""
    whole = parser()
    given = whole.parse_args(words)
    if given.command == "check" and not given.files:
        missing = [name for name, value in (("--unit", given.unit), ("--year", given.year)) if not value]
        if missing:
            whole.error(f"check 要写文件，或用 --unit 和 --year 指明账套里的表；缺少 {', '.join(missing)}")
    return given


def parser() -> argparse.ArgumentParser:
    """The whole grammar; each command keeps its function's name in ``command``."""
    whole = Parser(prog="ziping", description="部门整体支出绩效自评：不带参数时打开窗口。")
    whole.add_argument("--version", action="version", version=f"ziping {VERSION}", help="版本号")
    whole.add_argument("--self-test", action="store_true", help="程序自检")
    commands = whole.add_subparsers(dest="command", metavar="命令")
    _tables(commands)
    _books(commands)
    return whole


def _tables(commands: Commands) -> None:
    gui = _command(commands, "gui", "打开窗口")
    gui.add_argument("gui_book", nargs="?", type=Path, metavar="账套", help="要打开的账套；不写时打开自己的账套")

    parse = commands.add_parser("parse", help="读取指标值和完成值（每行一个 JSON）")
    parse.add_argument("--json", action="store_true", help="总是输出 JSON，可以不写")
    parse.add_argument("file", metavar="文件.jsonl", help="“-”表示标准输入")

    bring = _command(commands, "import", "导入 Excel、Word 等表格")
    bring.add_argument("files", nargs="+", type=Path, metavar="文件", help="表格或提交包，可以写几个")
    _table(bring)
    bring.add_argument("--form", metavar="表样", help=FORM)
    bring.add_argument("--password", metavar="密码", help="文件的打开密码")
    bring.add_argument("--replace", action="store_true", help="替换账套中已有的表（先自动备份）")
    bring.add_argument("--dry-run", action="store_true", help="只看结果，不写入账套")

    for name, text in (("show", "显示评分后的表"), ("history", "操作记录"), ("seal", "定稿")):
        _table(_command(commands, name, text), required=True)
    unseal = _command(commands, "unseal", "解除定稿")
    _table(unseal, required=True)
    unseal.add_argument("--reason", required=True, type=_words, metavar="原因", help="为什么解除，记入修改记录")

    check = _command(commands, "check", "检查：列出问题")
    check.add_argument("files", nargs="*", type=Path, metavar="文件", help="只检查这些文件，不写入账套")
    _table(check)
    check.add_argument("--form", metavar="表样", help=FORM)
    check.add_argument("--password", metavar="密码", help="文件的打开密码")
    check.add_argument("--strict", action="store_true", help="有错误时以状态 1 退出")

    compare = _command(commands, "compare", "年度对比")
    compare.add_argument("--unit", required=True, metavar="单位", help=UNIT)
    compare.add_argument("--subject", metavar="项目", help=SUBJECT)
    compare.add_argument("--years", required=True, type=_years, metavar="年,年", help=f"一至 {MOST_YEARS} 个年度")
    compare.add_argument("--output", type=_compare_file, metavar="文件", help=".xlsx、.pdf、.png 或 .svg")
    compare.add_argument(
        "--chart", metavar="图", choices=tuple(CHARTS), help="、".join(f"{key} {name}" for key, name in CHARTS.items())
    )

    export = _command(commands, "export", "导出")
    _table(export, required=True)
    export.add_argument("--output", required=True, type=Path, metavar="文件", help=".xlsx、.pdf、.docx 或 .csv")
    export.add_argument("--form", metavar="表样", help=FORM)
    words = "、".join(f"{key} {name}" for key, name in EXPORT_KINDS.items())
    export.add_argument(
        "--kind", metavar="内容", choices=tuple(EXPORT_KINDS), help=f"{words}；不写时 .docx 是自评报告，其他是自评表"
    )
    export.add_argument("--compare", type=_years, metavar="年,年", help="附上与这些年度的对比（.xlsx）")
    export.add_argument(
        "--chart", metavar="图", choices=tuple(CHARTS), help="附上一张图（.xlsx、.docx、.pdf 的报告），名称同 compare"
    )

    fill = _command(commands, "fill", "填入别人的空白表")
    _table(fill, required=True)
    fill.add_argument("--template", required=True, type=Path, metavar="空白表.xlsx", help="收到的空白表，原文件不动")
    fill.add_argument("--output", required=True, type=Path, metavar="文件.xlsx", help="填好的副本")

    fresh = _command(commands, "new-year", "沿用上年，新建年度")
    fresh.add_argument("--unit", required=True, metavar="单位", help=UNIT)
    fresh.add_argument("--subject", metavar="项目", help=SUBJECT)
    fresh.add_argument("--from", dest="from_year", required=True, type=_year, metavar="年", help="沿用哪一年")
    fresh.add_argument("--year", required=True, type=_year, metavar="年", help="新建哪一年")

    rollup = _command(commands, "rollup", "汇总下属单位")
    _table(rollup, required=True)
    rollup.add_argument("files", nargs="*", type=Path, metavar="文件或账套", help="收到的表格、账套、提交包；已在账套里的不用写")


def _books(commands: Commands) -> None:
    _command(commands, "backup", "备份账套")
    restore = _command(commands, "restore", "恢复备份")
    restore.add_argument("copy", type=Path, metavar="备份", help="账套旁边“.copies”文件夹里的一份")
    _command(commands, "verify", "核对账套是否完好")
    salvage = _command(commands, "salvage", "抢救损坏的账套")
    salvage.add_argument("damaged", type=Path, metavar="损坏的账套", help="只读取，不改动")
    salvage.add_argument("--output", required=True, type=Path, metavar="文件", help="抢救出来的新账套")
    for name, text in (("forms", "表样"), ("rulebooks", "评分办法")):
        listed = _command(commands, name, text)
        listed.add_argument("--add", type=Path, metavar="文件", help=f"添加自己的{text}（.toml）")
        listed.add_argument("--export", metavar="名称", help=f"把一份{text}写到屏幕，可以存成文件来改")
    _command(commands, "sample", "把公开的示例年度写入账套")


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text)
    made.add_argument("--book", type=Path, metavar="账套", help="账套文件（默认：“文档”里自己的账套）")
    made.add_argument("--json", action="store_true", help="输出 JSON")
    return made


def _table(command: argparse.ArgumentParser, *, required: bool = False) -> None:
    command.add_argument("--unit", required=required, metavar="单位", help=UNIT)
    command.add_argument("--year", required=required, type=_year, metavar="年", help="年度，四位数字")
    command.add_argument("--subject", metavar="项目", help=SUBJECT)


def _year(text: str) -> int:
    year = int(text)
    if year not in YEARS:
        raise argparse.ArgumentTypeError(f"年度写 {YEARS[0]} 至 {YEARS[-1]} 之间的四位数字")
    return year


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("不能是空的")
    return text


def _years(text: str) -> list[int]:
    years = sorted({_year(each) for each in text.replace("，", ",").split(",") if each.strip()})
    if not 1 <= len(years) <= MOST_YEARS:
        raise argparse.ArgumentTypeError(f"写一至 {MOST_YEARS} 个年度，用逗号分开")
    return years


def _compare_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in {".xlsx", ".pdf", ".png", ".svg"}:
        raise argparse.ArgumentTypeError("文件名以 .xlsx、.pdf、.png 或 .svg 结尾")
    return path
