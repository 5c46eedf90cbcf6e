"""The table of a chart, found beside the charts as well."""

from tidemill.gui.kit.chart_table import ChartTable

__all__ = ["ChartTable"]
