"""Problems are kept while one edits, and are always what looking at everything would give."""

from __future__ import annotations

from build import chain, image
from convas import Conv2D, Dense, Flatten
from convas.desktop.document import Document
from convas.desktop.troubles import Troubles
from convas.edits.edit import Edit
from convas.edits.links import connect
from convas.edits.nodes import add_node, bypass, delete, rename
from convas.edits.settings import set_setting
from convas.edits.shares import share
from desktop.test_breakdown import network


def is_right(document: Document) -> bool:
    anew = Troubles(document.session)
    kept = document.troubles
    return (kept.at, kept.number, kept.listed()) == (anew.at, anew.number, anew.listed())


def carry_out(document: Document, *edits: Edit) -> None:
    for edit in edits:
        document.apply(edit)
        assert is_right(document)


def test_edits_outside_blocks() -> None:
    document = Document()
    document.start(chain(image(9, 9), Conv2D(filters=4), Conv2D(filters=4), Flatten(), Dense(units=3)).design)
    design = document.design
    first, second, dense = (design.named(name).id for name in ("conv1", "conv2", "dense_1"))  # type: ignore[union-attr]
    carry_out(document, set_setting(design, [first], "groups", 3))
    assert document.troubles.number > 0
    carry_out(document, set_setting(design, [first], "groups", 1))
    assert document.troubles.number == 0
    carry_out(document, set_setting(design, [first], "kernel_size", (20, 20)))
    carry_out(document, share(design, first, second))
    carry_out(document, bypass(design, [first], True))
    edit, lonely = add_node(design, Dense(units=2), 0, 0)
    carry_out(document, edit)
    carry_out(document, rename(design, lonely.id, "lonely"))
    carry_out(document, connect(design, dense, lonely.id))
    carry_out(document, delete(design, [second]))
    carry_out(document, delete(design, [first]))
    while document.session.done:
        document.undo()
        assert is_right(document)
    while document.session.undone:
        document.redo()
        assert is_right(document)


def test_edits_inside_blocks() -> None:
    document = Document()
    document.start(network().design)
    design = document.design
    inner = next(node for node in design.records.values() if getattr(node, "name", "") == "conv2")
    told: list[int] = []
    document.troubles.changed.connect(lambda: told.append(document.troubles.number))
    carry_out(document, set_setting(design, [inner.id], "groups", 3))
    assert told == [1]
    carry_out(document, set_setting(design, [inner.id], "groups", 2))
    carry_out(document, set_setting(design, [inner.id], "groups", 1))
    assert told[-1] == document.troubles.number == 0
    for number in (0, 1, 0):
        document.undo()
        assert is_right(document)
        assert document.troubles.number == number
