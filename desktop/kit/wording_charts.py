"""What the charts of a comparison are called, by the key that names them on the command line."""

from collections.abc import Mapping

CHARTS: Mapping[str, str] = {
    "score_change": "得分变化",
    "bullet": "目标与实际",
    "points_lost": "失分排行",
    "trend": "多年走势",
    "funds": "资金",
    "heat": "热力表",
}
