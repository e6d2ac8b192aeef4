"""Every kind of layer by hand: dragged in, typed in, linked, looked at, and every one of its fields filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from convas import Input
from convas.design.records import Node
from convas.desktop.application import start
from convas.desktop.canvas import card_painter
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.painting import paint_drawing
from convas.desktop.shell.preferences import Preferences
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.controls import Segments
from convas.desktop.widgets.editors import LayerField
from convas.desktop.widgets.fields import (
    ChoiceField,
    LineField,
    NumberField,
    NumbersField,
    OpenSwitchField,
    PairsField,
    SwitchField,
)
from convas.edits.nodes import move
from convas.exchange.help_pages import example
from convas.files.write import to_bytes
from convas.layers import registry
from convas.layers.forms import Form
from convas.layers.layer import Layer, settings_of
from convas.layers.validation import plain
from convas.script import new
from convas.values.convention import RULES
from desktop.hands import CTRL, LEFT, NONE, Hands, Key
from desktop.test_text_fits import cut, overlapping

KINDS = registry.placed()
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
WRONG = "many"
"""What no number is."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Hands]:
    """Hands on one window for all kinds: each begins with a design of its own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("desk")
        patch.setenv("HOME", str(folder))
        window = start(Preferences(folder / "settings.ini"))
        look.choose("light")
        window.resize(1280, 800)
        window.show()
        yield Hands(window)
        window.document.session.mark_clean()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def begun(desk: Hands, kind: type[Layer]) -> list[str]:
    """A design with inputs that suit the kind; their names."""
    convention = kind.only or "keras"
    shown = example(kind, RULES[convention])
    assert shown is not None
    net = new(kind.title, convention)
    for place, spec in enumerate(shown.finding.inputs):
        assert spec is not None
        made = net.add(Input(shape=spec.visible, colours=None, dtype=spec.dtype))
        net.apply(move(net.design, {made: (0, 96 * place)}))
    desk.window.document.start(net.design)
    desk.canvas.actual_size()
    desk.canvas.centerOn(165, 0)
    desk.settle()
    return [node.name for node in net.design.nodes()]


def added(desk: Hands, kind: type[Layer]) -> Node:
    """The newest layer, which is of the kind."""
    node = max(desk.window.document.design.nodes(), key=lambda node: node.id)
    assert type(node.layer) is kind
    return node


def drawn(desk: Hands, kind: type[Layer]) -> Node:
    """The kind dragged in, linked and selected."""
    sources = begun(desk, kind)
    desk.drag_layer(kind.kind, Point(330, 0))
    node = added(desk, kind)
    for index, source in enumerate(sources):
        desk.link(source, node.name, index)
    desk.click(desk.middle(node.name))
    assert desk.window.document.selection.ids == {node.id}
    return node


@every_kind
def test_typed_into_the_quick_add_list_it_comes_first(desk: Hands, kind: type[Layer]) -> None:
    begun(desk, kind)
    desk.canvas.quick_add(Point(330, 0))
    quick = desk.window.quick
    QTest.keyClicks(quick.search, kind.title)
    QTest.keyClick(quick.search, Key.Key_Return)
    desk.settle()
    added(desk, kind)


@every_kind
def test_dragged_and_linked_it_counts_and_nothing_is_cut(
    desk: Hands, kind: type[Layer], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = drawn(desk, kind)
    analysis = desk.window.document.session.analysis
    assert [problem.message for problem in analysis.problems(node.id) if problem.severity != "hint"] == []
    assert analysis.finding(node.id).trainable is not None
    unfold(desk)
    page = desk.window.inspector.layer
    viewport = page.parentWidget()
    assert viewport is not None
    assert page.width() <= viewport.width()
    assert cut(desk.window) == []
    assert overlapping(desk.window) == []
    assert cut_segments(page) == []
    assert cut_on_the_card(desk, monkeypatch) == []


@every_kind
def test_every_field_takes_what_fits_and_refuses_what_does_not(desk: Hands, kind: type[Layer]) -> None:
    node = drawn(desk, kind)
    unfold(desk)
    document = desk.window.document
    before = to_bytes(document.design.snapshot())
    for name, setting in settings_of(kind).items():
        if setting.only not in ("", document.design.header.convention):
            continue
        for attempt in attempts(desk, name, setting.form):
            steps = len(document.session.done)
            attempt()
            now = getattr(document.design.node(node.id).layer, name)
            trouble = desk.window.inspector.layer.form.trouble(name)
            taken = now != getattr(node.layer, name)
            assert taken or trouble.endswith("."), f"{name} took nothing and said nothing"
            parts = max(setting.form.length, 1) * (2 if setting.form.kind == "pairs" else 1)
            assert len(document.session.done) - steps in range(taken, taken * parts + 1)
            for _ in document.session.done[steps:]:
                desk.shortcut(Key.Key_Z)
            assert to_bytes(document.design.snapshot()) == before
            assert desk.window.document.selection.ids == {node.id}


@every_kind
def test_its_glyph_is_drawn(kind: type[Layer]) -> None:
    assert (kind.icon or kind.family) in tokens()["icon"]["body"]


@every_kind
def test_its_choices_are_told_in_words(kind: type[Layer]) -> None:
    for setting in settings_of(kind).values():
        for option in setting.form.options:
            assert "_" not in setting.label(option), setting.name
    for part in plain(kind).brief():
        assert "-1" not in part
        assert "_" not in part


def unfold(desk: Hands) -> None:
    """Unfold the rare settings by a click, if there are any."""
    form = desk.window.inspector.layer.form
    if not form.fold.isHidden() and form.more.isHidden():
        desk.press_on(form.fold)
        assert not form.more.isHidden()


def attempts(desk: Hands, name: str, form: Form) -> Iterator[Any]:
    """Everything worth doing to a field: each is done to the design as it was."""
    field = desk.setting(name)
    assert field.isVisible(), name
    if isinstance(field, SwitchField):
        yield lambda: desk.press_on(field.switch)
    elif isinstance(field, ChoiceField):
        yield from choices(desk, field)
    elif isinstance(field, OpenSwitchField):
        yield from picked(desk, field.segments)
    elif isinstance(field, LayerField):
        yield from kinds_held(desk, field)
    elif isinstance(field, (NumbersField, PairsField)):
        parts = field.parts if isinstance(field, NumbersField) else [part for row in field.rows for part in row.parts]
        yield lambda: typed(desk, parts, "0.25" if form.fraction else "7")
        yield lambda: typed(desk, parts[-1:], WRONG)
    else:
        assert isinstance(field, LineField)
        for words in words_for(form):
            yield lambda words=words: typed(desk, [field], words)


def words_for(form: Form) -> tuple[str, ...]:
    """What a person may type into a field of one line, good and bad."""
    match form.kind:
        case "number":
            return ("7", WRONG)
        case "decimal":
            return ("0.125", WRONG)
        case "axes":
            return ("0.25", WRONG) if form.fraction else ("3 × 4", "2.5")
        case _:
            return (*(form.examples[:1] or ("ab,bc->ac",)), "?,?")


def typed(desk: Hands, fields: list[Any], words: str) -> None:
    """Type the same into every part, with nothing left behind in a refused one."""
    for field in fields:
        edit: QLineEdit = field.edit
        desk.window.inspector.widget(1).ensureWidgetVisible(edit)  # type: ignore[attr-defined]
        QTest.mouseClick(edit, LEFT, NONE, edit.rect().center())
        QTest.keyClick(edit, Key.Key_A, CTRL)
        QTest.keyClicks(edit, words)
    desk.settle()


def choices(desk: Hands, field: ChoiceField) -> Iterator[Any]:
    """The choices that are not chosen: all of a few, the next and the last of many."""
    if field.segments is not None:
        yield from picked(desk, field.segments)
    else:
        assert field.list is not None
        box = field.list
        assert box.count() <= 30
        for key in (Key.Key_Down, Key.Key_End):
            if box.currentIndex() < box.count() - 1:
                box.setFocus()
                yield lambda key=key: desk.keys(key, widget=box)


def picked(desk: Hands, segments: Segments) -> Iterator[Any]:
    """Each of a few choices that is not chosen."""
    for index, (value, _) in enumerate(segments._options):
        if value != segments.value:
            at = segments.part(index).center().toPoint()
            yield lambda at=at: desk.click(at, widget=segments)


def kinds_held(desk: Hands, field: LayerField) -> Iterator[Any]:
    """Another kind to hold; and the first number of the one that is held, good and bad."""

    def next_kind() -> None:
        field.list.setFocus()
        desk.keys(Key.Key_Down if field.list.currentIndex() < field.list.count() - 1 else Key.Key_Up, widget=field.list)

    yield next_kind
    numbers = [inner for inner in field.inner.values() if isinstance(inner, NumberField)]
    if numbers:
        yield lambda: typed(desk, numbers[:1], "7")
        yield lambda: typed(desk, numbers[:1], WRONG)


def cut_segments(page: QWidget) -> list[str]:
    """Choices side by side that are wider than their part."""
    metrics = fonts.metrics("strong")
    return [
        words
        for segments in page.findChildren(Segments)
        if segments.isVisible()
        for index, (_, words) in enumerate(segments._options)
        if metrics.horizontalAdvance(words) > segments.part(index).width()
    ]


def cut_on_the_card(desk: Hands, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What cards do not show in full, near by and from nearer."""
    lost: list[str] = []
    really = card_painter.elided

    def watched(role: str, words: str, room: float) -> str:
        shown = really(role, words, room)
        lost.extend([words] * (shown != words))
        return shown

    monkeypatch.setattr(card_painter, "elided", watched)
    picture = QImage(400, 300, QImage.Format.Format_ARGB32)
    drawing = desk.canvas.drawing
    bounds = drawing.bounds()
    assert bounds is not None
    for zoom in (1.0, 1.5):
        painter = QPainter(picture)
        paint_drawing(painter, look.theme, drawing, bounds, zoom)
        painter.end()
    return lost
