"""Random work in the window: the canvas always shows the design, and the numbers are those of a fresh count."""

from __future__ import annotations

import random
import sys
import traceback
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from convas.analysis.analysis import Analysis
from convas.desktop.canvas.drawing import Drawing
from convas.edits.bindings import assign
from convas.edits.links import connect
from convas.layers import registry
from convas.layers.use import Use
from convas.resources import resource
from desktop.hands import Hands

STEPS, MOST = 150, 150
ACTIONS = """Make a block|Make a block|Dissolve the block|Peel off a repetition|Leave the block|Undo|Undo|Redo|Delete
Copy|Paste|Cut|Duplicate|Paste with links|Share the weights|Unshare|Bypass or use again|Freeze or unfreeze|Arrange all
Arrange the selection|Select all|Block input|Block output|Count as Keras|Count as PyTorch|Mend
Add a frame|Next colour|Fit the frame|Wider"""


class Monkey:
    """Does one thing after another, with the actions of the menus and what the canvas offers."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self.window, self.document, self.dice = hands.window, hands.window.document, random.Random(seed)  # noqa: S311
        self.ways = [self.select] * 6 + [self.enter] * 3 + [self.link] * 3 + [self.add, self.repeat, self.look] * 2
        self.ways += [self.step]
        self.names = ACTIONS.replace("\n", "|").split("|")

    def act(self) -> str:
        at = self.dice.randrange(len(self.ways) + len(self.names))
        if at < len(self.ways):
            self.ways[at]()
            return self.ways[at].__name__
        name = self.names[at - len(self.ways)]
        if self.window.actions_[name].isEnabled():
            self.window.actions_[name].trigger()
        if self.window.differences is not None:
            self.window.differences.hide()
        return name

    def nodes(self) -> list[int]:
        return [node.id for node in self.document.design.nodes(self.document.scope)]

    def uses(self) -> list[int]:
        return [key for key in self.nodes() if isinstance(self.document.design.node(key).layer, Use)]

    def select(self) -> None:
        keys = self.nodes()
        self.document.selection.set(self.dice.sample(keys, min(len(keys), self.dice.randint(1, 4))))

    def enter(self) -> None:
        if uses := self.uses():
            self.document.place.open(self.dice.choice(uses))

    def look(self) -> None:
        if uses := self.uses():
            self.window.canvas.look_inside([self.dice.choice(uses)])

    def link(self) -> None:
        keys = self.nodes()
        if len(keys) > 1:
            first, second = self.dice.sample(keys, 2)
            self.document.attempt(lambda: connect(self.document.design, first, second))

    def add(self) -> None:
        name = self.dice.choice(["Dense", "Conv2D", "Add", "Dropout", "Flatten"])
        self.window.commands.add_kind(next(one for one in registry.listed() if one.kind == name))

    def repeat(self) -> None:
        if uses := self.uses():
            changes = {"repeat": self.dice.choice([1, 2, 3]), "shared": self.dice.random() < 0.3}
            self.document.attempt(lambda: assign(self.document.design, [self.dice.choice(uses)], changes))

    def step(self) -> None:
        path = self.document.place.path
        if path:
            self.document.place.enter((*path[:-1], path[-1] + self.dice.choice([-1, 1])))


def check(hands: Hands) -> None:
    document, shown = hands.window.document, hands.canvas.drawing
    fresh = Drawing(document.design, document.sight, document.scope, shown.looked)
    assert shown.cards == fresh.cards
    assert set(shown.wires) == set(fresh.wires)
    assert {key: shown.boxes[key] for key in shown.boxes} == {key: fresh.boxes[key] for key in fresh.boxes}
    assert set(shown.cards) == {node.id for node in document.design.nodes(document.scope)}
    anew = Analysis(document.design)
    anew.settle()
    assert anew.totals == document.session.totals


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done(hands: Hands, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    raised: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *found: raised.append("".join(traceback.format_exception(*found))))
    hands.window.filing.open_path(Path(str(resource("examples", "resnet-18.convas"))))
    monkey = Monkey(hands, seed)
    done: list[str] = []
    for index in range(STEPS):
        done.append(monkey.act())
        hands.window.document.wait()
        QApplication.processEvents()
        assert not raised, f"after {done[-6:]}: {raised[0]}"
        if index % 5 == 0:
            hands.canvas.grab()
            check(hands)
        if len(hands.window.document.design.records) > MOST:
            for _ in range(40):
                hands.window.document.undo()
    check(hands)
