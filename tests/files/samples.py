"""Files to read, to damage and to save."""

import json

from convas import Conv2D, Dense, Dropout, Embedding, Flatten, Input
from convas.design.records import Argument, Block, End, Header, Link, Node, Note, Share, Step, Variable
from convas.files.read import from_bytes
from convas.files.write import to_bytes

EVERYTHING = [
    Header("Everything", "pytorch", "What a file can hold.\nIn two lines."),
    Variable(1, "width", 8),
    Variable(2, "depth", 3, "width - 5", 1, 9),
    Block(3, "encoder", (Argument("width", 8), Argument("depth", -2))),
    Block(4, "empty"),
    Node(10, "input", Input(shape=(28, "T", None), colours="RGB")),
    Node(11, "conv1", Conv2D(filters=8, padding=(1, 2)), 328, -16, frozen=True),
    Node(12, "conv2", Conv2D(filters=8), bindings=(("filters", "width"), ("kernel_size[0]", "depth")), bypassed=True),
    Node(13, "table", Embedding(input_dim=100, output_dim=8), scope=3),
    Node(14, "head", Dense(units=100), scope=3),
    Node(15, "ünï © 🧠 <b>", Dropout(rate=0.25), scope=3),
    Node(16, "flatten", Flatten()),
    Link(20, 10, 11),
    Link(21, 11, 12),
    Link(22, 12, 16),
    Link(23, 13, 15, 0, 0),
    Share(30, End((Step(11),)), End((Step(12),))),
    Share(31, End((Step(13),), "weight"), End((Step(14),), "weight"), 3, True),
    Share(32, End((Step(11), Step(14, 2)), "kernel"), End((Step(12, 0),), "kernel")),
    Note(40, "why", 8, 8),
    Note(41, "the encoder", -8, 0, 400, 200, 3, True, "blue"),
]
"""A design with every kind of record and every field."""

SMALL = [
    Header("Small", "keras"),
    Node(1, "input", Input(shape=(8,), colours=None)),
    Node(2, "dense_1", Dense(units=4), 328),
    Link(3, 1, 2),
    Node(4, "dense_2", Dense(units=4), 656),
    Link(5, 2, 4),
    Share(6, End((Step(2),), "bias"), End((Step(4),), "bias")),
    Note(7, "why"),
]
"""A design of a few lines."""


def raw(records=SMALL) -> dict:
    """A file as data."""
    return json.loads(to_bytes(records))


def packed(data) -> bytes:
    """Data as a file."""
    return json.dumps(data).encode()


def reread(records) -> tuple:
    """The records that come back from a file."""
    return from_bytes(to_bytes(records)).snapshot()
