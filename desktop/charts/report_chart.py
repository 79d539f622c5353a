"""The figure of a report: how the score moved since the year before."""

from desktop.charts.catalogue import chart_data
from desktop.charts.chart_data import marks
from desktop.charts.picture import chart_png, picture_style
from desktop.kit.illustration import Illustration
from desktop.kit.wording_charts import CHARTS
from scoring.compare import Comparison, compare
from scoring.scored import ScoredTable

MOST_ROWS = 30  # of a picture that stands on one page
WIDTH = 640  # pixels; on a page 156 mm wide, so that its words are as large as those of a table


def report_chart(previous: ScoredTable | None, scored: ScoredTable) -> Illustration | None:
    """A picture, or ``None`` where one of the years has no score. A QApplication must be there."""
    if previous is None or previous.score is None or scored.score is None:
        return None
    return comparison_chart("score_change", compare([previous, scored]))


def comparison_chart(key: str, comparison: Comparison) -> Illustration | None:
    """One of the charts of a comparison, or ``None`` where it would be empty. A QApplication must be there."""
    data = chart_data(key, comparison, MOST_ROWS)
    return Illustration(chart_png(data, picture_style(), WIDTH), CHARTS[key]) if marks(data) else None
