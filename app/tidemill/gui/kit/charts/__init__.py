"""Charts: pictures painted with QPainter, and curves on pyqtgraph, imported when first shown."""
