"""The tray's pictures."""

import pytest
from PIL import Image, ImageChops, ImageStat

from jet_refunds.desktop.icons import COLOURS, Kind, icon

PANELS = {"white": (255, 255, 255), "black": (0, 0, 0), "Adwaita dark": (0x24, 0x24, 0x24)}


def luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("kind", COLOURS)
def test_each_state_stands_out_from_each_panel(kind: Kind, panel: tuple[int, int, int]) -> None:
    """WCAG 1.4.11: a picture that means something has a contrast of 3:1 at least."""
    assert contrast(COLOURS[kind], panel) >= 3


def test_states_differ_without_their_colours() -> None:
    """At 16 pixels and in grey no two states look alike: a colour alone says nothing to many people."""
    grey = {}
    for kind in COLOURS:
        small = icon(kind).resize((16, 16), Image.Resampling.LANCZOS)
        panel = Image.new("RGBA", small.size, (255, 255, 255, 255))
        grey[kind] = Image.alpha_composite(panel, small).convert("L")
    for one in grey:
        for other in grey:
            if one < other:
                difference = ImageStat.Stat(ImageChops.difference(grey[one], grey[other])).sum[0] / 255
                assert difference > 12, f"{one} and {other} differ by {difference:.1f} of 256 pixels only"


@pytest.mark.parametrize("kind", COLOURS)
def test_corners_are_transparent(kind: Kind) -> None:
    """The icon is a coin, whatever the panel's colour is."""
    picture = icon(kind)
    last = picture.width - 1
    for corner in ((0, 0), (last, 0), (0, last), (last, last)):
        pixel = picture.getpixel(corner)
        assert isinstance(pixel, tuple)
        assert pixel[3] == 0
