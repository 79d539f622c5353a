"""Writes what the manual takes from data, ``resources/help/rulebooks.md``; ``make_help.py --pdf OUT.pdf`` prints the manual."""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

HEAD = """# 评分办法及来源 {#rulebooks}

一张表用哪份评分办法，由表样和年度决定：取同一地区、不晚于本年度的最新一份。每份办法都写明出自哪个文件；没有见到原文、由公开的数字推出来的，也一一列出，请与本地文件核对。

本地的办法不同，可以复制一份改成本单位的：点“年度”菜单的“评分办法”，选中最接近的一份，点“复制一份来改”，改好分值、档次或算法后点“保存”，再点“用于本表”。写错的地方会指出是哪一项，改对之前不会保存。\
“存为文件”“从文件添加”用来传给别的单位；命令行用 `ziping rulebooks --export 办法` 和 `ziping rulebooks --add 文件`。
"""


def rulebooks_page() -> str:
    """Every shipped rulebook: its source, its numbers, what was inferred."""
    from desktop.kit.wording_steps import method_name
    from desktop.workspace.library import shipped_rulebooks
    from scoring.rulebook import Rounding

    parts = [HEAD]
    for key, book in sorted(shipped_rulebooks().items(), key=lambda each: (each[1].valid_from, each[0])):
        rounded = {Rounding.ROWS: "每行取整后相加", Rounding.TOTAL: "各行不取整，只在合计时取整"}[book.rounding]
        bands = "；".join(f"{name} {points}" for name, points in book.band_points.items())
        grades = "，".join(f"{each.label} {each.at_least} 分以上" for each in book.grades if each.at_least is not None)
        used = dict.fromkeys(choice.score.key for choice in book.choices)
        parts.append(f"## {book.title} {{#{key}}}\n\n来源：{book.source}\n")
        lines = [
            f"- 从 {book.valid_from} 年度起有效，编号 {key}。",
            f"- 得分保留 {book.score_places} 位小数，{rounded}。",
        ]
        if book.points_total is not None:
            lines.append(f"- 总分 {book.points_total}{f'：{bands}' if bands else ''}。")
        if grades:
            lines.append(f"- 等次：{grades}。")
        lines.append("- 计分方法：" + "、".join(f"[{method_name(each)}](methods.md#{each})" for each in used) + "。")
        parts.append("\n".join(lines) + "\n")
        if book.inferred:
            guesses = "\n".join(f"- {each}。" for each in book.inferred)
            parts.append(f"没有见到原文，由公开的数字推出或由本程序设定的：\n\n{guesses}\n")
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=Path, help="where to print the manual")
    arguments = parser.parse_args()
    if arguments.pdf is None:
        (ROOT / "resources" / "help" / "rulebooks.md").write_text(rulebooks_page(), encoding="utf-8", newline="\n")
        return 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop.windows.help_paper import write_manual

    application = QApplication([])
    print(f"{write_manual(arguments.pdf)} pages")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
