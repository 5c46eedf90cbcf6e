"""Charts: pictures painted with QPainter, imported when first shown."""
