"""Golden pictures on disk, and how a new one is held against them.

Kept as PNG with a palette, which takes a fifth of the room; flat colours, which are most of a
page, stay exactly what they were.

Two machines may smooth the edge of a letter differently; a label that moved by a pixel is another
thing, and so is a hairline that is gone. So pictures are compared averaged over small windows: over
squares of 3 by 3, in which a smoothed edge weighs little and a moved stroke much, and over
stretches of 9 by 1, in which edges of letters cancel out and a line does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
"""Height x width x (red, green, blue), 0 to 255."""

WINDOWS = ((3, 3, 18.0), (1, 9, 11.0), (9, 1, 11.0))
"""Height and width of a window in pixels, and how far its mean may be off (of 255)."""
TILE = 24
"""Places that differ are told by tiles of so many pixels, joined to rectangles."""
FEWEST = 5
"""Fewer pixels than this that differ in one place are chance: a corner that is smoothed."""
N_COLOURS = 128
_EXACT = 24


def pixels_of(image: QImage) -> Pixels:
    """The colours of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(plain.constBits(), np.uint8, plain.sizeInBytes())
    rows = flat.reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def _palette(colours: Any, counts: Any) -> Any:
    """The commonest colours as they are, then again and again the one that is served worst."""
    chosen = list(np.argsort(-counts, kind="stable")[:_EXACT])
    far = np.full(len(colours), np.inf)
    for at in chosen:
        far = np.minimum(far, ((colours - colours[at]) ** 2).sum(axis=1))
    while len(chosen) < N_COLOURS and far.any():
        at = int(np.argmax(far * np.sqrt(counts)))
        chosen.append(at)
        far = np.minimum(far, ((colours - colours[at]) ** 2).sum(axis=1))
    return colours[chosen]


def _colours_of(pixels: Pixels) -> tuple[Any, Any, Any]:
    """Each colour of a picture once, how often it is there, and which one each pixel has."""
    codes, inverse, counts = np.unique(
        pixels.reshape(-1, 3).astype(np.int64) @ np.array([65536, 256, 1]),
        return_inverse=True,
        return_counts=True,
    )
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1), counts, inverse


def _nearest(colours: Any, palette: Any) -> Any:
    """For each colour the place in the palette of the one most like it."""
    return np.array([int(np.argmin(((palette - one) ** 2).sum(axis=1))) for one in colours])


def _in_colours_of(kept: Pixels, now: Pixels) -> Pixels:
    """A picture in the colours of a kept one."""
    palette, _, _ = _colours_of(kept)
    colours, _, inverse = _colours_of(now)
    mapped: Pixels = palette[_nearest(colours, palette)].astype(np.uint8)[inverse.reshape(-1)]
    return mapped.reshape(now.shape)


def write(pixels: Pixels, path: Path) -> None:
    """Keep a picture; raises `OSError` where it can't be written."""
    colours, counts, inverse = _colours_of(pixels)
    palette = _palette(colours, counts)
    height, width = pixels.shape[:2]
    indexed = _nearest(colours, palette).astype(np.uint8)[inverse.reshape(-1)]
    image = QImage(indexed.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([0xFF000000 | int(r << 16 | g << 8 | b) for r, g, b in palette])
    writer = QImageWriter(str(path), b"png")
    writer.setCompression(100)
    if not writer.write(image):
        raise OSError(f"{path}: {writer.errorString()}")


def read(path: Path) -> Pixels | None:
    """A kept picture; None where there is none."""
    image = QImage(str(path))
    return None if image.isNull() else pixels_of(image)


def _means(values: Any, height: int, width: int) -> Any:
    """Means over windows around each pixel; at the edges of the picture over what is there."""
    padded = np.pad(
        values, ((height // 2, height // 2), (width // 2, width // 2), (0, 0)), mode="edge"
    )
    sums = np.zeros((padded.shape[0] + 1, padded.shape[1] + 1, 3), np.int32)
    np.cumsum(np.cumsum(padded, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    inside = sums[height:, width:] - sums[:-height, width:]
    inside -= sums[height:, :-width] - sums[:-height, :-width]
    return inside / (height * width)


@dataclass(frozen=True)
class Difference:
    """Where two pictures differ: rectangles of tiles, and the mask of every pixel that does."""

    places: tuple[QRect, ...]
    mask: Any

    def shown_over(self, pixels: Pixels) -> QImage:
        """The new picture, faded, with what differs in red."""
        faded = (255 - (255 - pixels.astype(np.int16)) // 3).astype(np.uint8)
        faded[self.mask] = (200, 0, 40)
        height, width = faded.shape[:2]
        return QImage(faded.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()


def difference(kept: Pixels, now: Pixels) -> Difference | None:
    """How a new picture differs from the kept one of the same size; None where it does not.

    What the palette took from the kept picture is no difference: it is looked for in the new one
    as it is and as that palette would have it, and has to be in both.
    """
    mask = _far(kept, now)
    if mask.any():
        mask &= _far(kept, _in_colours_of(kept, now))
    places = _places(mask)
    return Difference(places, mask) if places else None


def _far(kept: Pixels, now: Pixels) -> Any:
    """The pixels around which the means of two pictures are too far apart."""
    delta = now.astype(np.int16) - kept.astype(np.int16)
    mask = np.zeros(delta.shape[:2], bool)
    if delta.any():
        for height, width, limit in WINDOWS:
            mask |= (np.abs(_means(delta, height, width)) > limit).any(axis=2)
    return mask


def _places(mask: Any) -> tuple[QRect, ...]:
    """Rectangles around the tiles in which something differs; those that touch are one."""
    rows, columns = np.nonzero(mask)
    tiles = {(int(r) // TILE, int(c) // TILE) for r, c in zip(rows, columns, strict=True)}
    found = []
    while tiles:
        group, edge = set(), [tiles.pop()]
        while edge:
            row, column = one = edge.pop()
            group.add(one)
            near = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & tiles
            tiles -= near
            edge += near
        top, left = min(r for r, _ in group), min(c for _, c in group)
        high, wide = max(r for r, _ in group) - top + 1, max(c for _, c in group) - left + 1
        place = QRect(left * TILE, top * TILE, wide * TILE, high * TILE)
        inside = mask[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        if inside.sum() >= FEWEST:
            found.append(place)
    return tuple(sorted(found, key=lambda one: (one.top(), one.left())))


def words_at(window: QWidget, places: Sequence[QRect], most: int = 8) -> list[str]:
    """What is written on widgets at these places, as far as they say it."""
    found: dict[str, None] = {}
    for one in window.findChildren(QWidget):
        words = getattr(one, "words", None) or getattr(one, "text", None)
        if not callable(words) or not one.isVisible() or one.findChildren(QWidget):
            continue
        frame = QRect(one.mapTo(window, one.rect().topLeft()), one.size())
        if any(frame.intersects(place) for place in places):
            said: Any = words()
            if isinstance(said, str) and said.strip():
                found[said.strip()[:60]] = None
    return list(found)[:most]
