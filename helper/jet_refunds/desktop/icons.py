"""The tray's icon, drawn: a coin with a returning arrow.

The states differ in shape and not only in colour. Each colour stands out from a white and from a black panel
(3:1 and better, WCAG 1.4.11), since a tray never says which one it has.
"""

import math
from typing import Literal

from PIL import Image, ImageDraw

Kind = Literal["fine", "waiting", "needs_you", "off"]

SIZE = 64  # pixels; every host scales it down
_SCALE = 4  # drawn larger and reduced: ImageDraw does not smooth edges
_WHITE = (255, 255, 255, 255)
COLOURS: dict[Kind, tuple[int, int, int]] = {
    "fine": (0x0B, 0x84, 0x6B),
    "waiting": (0x2B, 0x78, 0xC5),
    "needs_you": (0xD4, 0x4A, 0x1C),
    "off": (0x78, 0x7D, 0x85),
}


def icon(kind: Kind) -> Image.Image:
    """An RGBA picture of SIZE by SIZE pixels."""
    side = SIZE * _SCALE
    picture = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(picture)
    colour = (*COLOURS[kind], 255)
    _DRAWINGS[kind](draw, side, colour)
    return picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


_Colour = tuple[int, int, int, int]


def _fine(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    _coin(draw, side, colour)
    _arrow(draw, side, _WHITE)


def _waiting(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    _coin(draw, side, colour)
    for across in (0.27, 0.5, 0.73):
        _dot(draw, side * across, side * 0.5, side * 0.085, _WHITE)


def _needs_you(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    _coin(draw, side, colour)
    draw.rounded_rectangle((side * 0.425, side * 0.2, side * 0.575, side * 0.59), side * 0.075, fill=_WHITE)
    _dot(draw, side * 0.5, side * 0.73, side * 0.09, _WHITE)


def _off(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    draw.ellipse((side * 0.03, side * 0.03, side * 0.97, side * 0.97), outline=colour, width=round(side * 0.12))
    draw.rounded_rectangle((side * 0.28, side * 0.43, side * 0.72, side * 0.57), side * 0.07, fill=colour)


_DRAWINGS = {"fine": _fine, "waiting": _waiting, "needs_you": _needs_you, "off": _off}


def _coin(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    draw.ellipse((side * 0.03, side * 0.03, side * 0.97, side * 0.97), fill=colour)


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: _Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _arrow(draw: ImageDraw.ImageDraw, side: int, colour: _Colour) -> None:
    """Three quarters of a circle, anticlockwise, ending in a point: money that comes back."""
    middle, radius, width = side * 0.5, side * 0.235, side * 0.105
    low, high = middle - radius - width / 2, middle + radius + width / 2
    start, end = 215.0, 130.0  # degrees, clockwise from three o'clock; from the point round to the tail
    draw.arc((low, low, high, high), start, end + 360, fill=colour, width=round(width))
    tail = math.radians(end)
    _dot(draw, middle + radius * math.cos(tail), middle + radius * math.sin(tail), width / 2, colour)
    tip = math.radians(start)
    x, y = middle + radius * math.cos(tip), middle + radius * math.sin(tip)
    along = (math.sin(tip), -math.cos(tip))  # anticlockwise
    across = (math.cos(tip), math.sin(tip))
    length, half = side * 0.2, side * 0.165
    back = (x - along[0] * side * 0.03, y - along[1] * side * 0.03)
    draw.polygon(
        [
            (back[0] + along[0] * length, back[1] + along[1] * length),
            (back[0] + across[0] * half, back[1] + across[1] * half),
            (back[0] - across[0] * half, back[1] - across[1] * half),
        ],
        fill=colour,
    )
