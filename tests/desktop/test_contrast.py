"""Contrast: every colour against every ground it is used on, computed from the theme by the WCAG 2 formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor

from convas.desktop.canvas.heat import UNKNOWN, colour_at, heated
from convas.desktop.theme.look import mix
from convas.desktop.theme.tokens import Mode, Theme, tokens
from convas.resources import resource

MODES: tuple[Mode, ...] = ("light", "dark")
SURFACES = "window panel sunken canvas card control hover accentSoft"
TEXT = {
    "text": f"{SURFACES} pressed errorSoft warnSoft okSoft",
    "text2": f"{SURFACES} pressed errorSoft warnSoft okSoft",
    "text3": f"{SURFACES} errorSoft warnSoft okSoft",
    "accentText": SURFACES,
    "linkHot": "canvas card",
    "error": f"{SURFACES} errorSoft",
    "warn": f"{SURFACES} warnSoft",
    "ok": f"{SURFACES} okSoft",
    "onAccent": "accent accentText",
    "tipText": "tip",
}
"""The grounds on which words in a colour stand."""
GRAPHICS = {
    "accent": f"{SURFACES} pressed",
    "link": "canvas card",
    "linkHot": "canvas card",
    "error": "canvas card panel",
    "warn": "canvas card panel",
    "controlBorder": "control panel sunken canvas",
    "text2": "canvas",
}
"""The grounds on which lines, icons and edges in a colour stand."""


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return sum(
        weight * linear(part / 255)
        for weight, part in ((0.2126, colour.red()), (0.7152, colour.green()), (0.0722, colour.blue()))
    )


def contrast(a: QColor, b: QColor) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def pairs(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, grounds in table.items():
        for ground in grounds.split():
            yield name, ground


def too_weak(theme: Theme, table: dict[str, str], least: float) -> list[str]:
    found = ((name, ground, contrast(theme[name], theme[ground])) for name, ground in pairs(table))
    return [f"{name} on {ground}: {ratio:.2f}" for name, ground, ratio in found if ratio < least]


@pytest.mark.parametrize("mode", MODES)
def test_words_are_readable_on_every_ground(mode: Mode) -> None:
    assert not too_weak(Theme(mode), TEXT, 4.5)


@pytest.mark.parametrize("mode", MODES)
def test_lines_and_icons_are_seen_on_every_ground(mode: Mode) -> None:
    assert not too_weak(Theme(mode), GRAPHICS, 3)


@pytest.mark.parametrize("mode", MODES)
def test_share_groups_are_readable_and_so_is_what_stands_on_their_marks(mode: Mode) -> None:
    theme = Theme(mode)
    for letter in tokens()["color"][mode]["share"]:
        colour = theme.share(letter)
        for ground in ("card", "canvas", "panel"):
            assert contrast(colour, theme[ground]) >= 4.5, f"{letter} on {ground}"
        assert contrast(theme["onTile"], colour) >= 4.5, f"the letter on mark {letter}"


@pytest.mark.parametrize("mode", MODES)
def test_families_are_seen_and_so_are_the_glyphs_on_their_tiles(mode: Mode) -> None:
    theme = Theme(mode)
    for family in tokens()["color"][mode]["family"]:
        colour = theme.family(family)
        for ground in ("card", "canvas", "panel"):
            assert contrast(colour, theme[ground]) >= 3, f"{family} on {ground}"
        assert contrast(theme["onTile"], colour) >= 3, f"the glyph on {family}"


@pytest.mark.parametrize("mode", MODES)
def test_words_on_a_frame_are_readable(mode: Mode) -> None:
    """Open blocks lie on the canvas with a little of the text's colour in them."""
    theme = Theme(mode)
    ground = mix(theme["text"], theme["canvas"], tokens()["opacity"]["frameFill"])
    for name in ("text", "text2", "error"):
        assert contrast(theme[name], ground) >= 4.5, name


def test_no_words_have_a_colour_of_which_nothing_is_said_here() -> None:
    sheet = resource("themes", "window.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![-\w])color: @(\w+)", sheet))
    assert used - {"disabled"} <= set(TEXT), "say on which grounds it is used"
    chosen = set(re.findall(r"selection-color: @(\w+)", sheet))
    assert chosen <= {"text", "onAccent"}


@pytest.mark.parametrize("mode", MODES)
def test_every_colour_of_the_heat_map_has_an_ink(mode: Mode) -> None:
    """Also between the stops, where neither dark nor light text alone would do."""
    theme = Theme(mode)
    grounds = [*theme.heat, *(colour_at(theme, step / 200) for step in range(201))]
    for ground in grounds:
        words = heated(theme, ground.name())
        for name in ("text", "text2", "text3", "error", "warn", "onTile"):
            assert contrast(words[name], ground) >= 4.5, f"{name} on {ground.name()}"
    unknown = heated(theme, UNKNOWN)
    for ground in (unknown["card"], theme["lineStrong"]):
        assert contrast(unknown["text"], ground) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_the_heat_map_runs_one_way_from_its_ground(mode: Mode) -> None:
    light = [luminance(colour) for colour in Theme(mode).heat]
    assert light == sorted(light, reverse=mode == "light")
    assert contrast(Theme(mode).heat[-1], Theme(mode)["canvas"]) >= 3
