"""What is saved comes back, and the same design is always the same bytes."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, exercise, image, numbers
from convas import Conv2D, Dense, Flatten
from convas.design.design import Design
from convas.design.records import Node
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.resources import resource
from files.samples import EVERYTHING, SMALL, reread
from layers.samples import any_layer


def test_every_kind_of_record_comes_back_whole():
    assert reread(EVERYTHING) == tuple(sorted(EVERYTHING, key=lambda record: record.id))


def test_a_file_is_one_record_a_line():
    lines = to_bytes(EVERYTHING).decode().splitlines()
    assert len(lines) == len(EVERYTHING) + 4 + 2 * 6
    assert lines[:4] == [
        "{",
        '"format": "convas",',
        '"version": 1,',
        '"design": {"name": "Everything", "convention": "pytorch", "note": "What a file can hold.\\nIn two lines."},',
    ]
    assert (
        '{"id": 1, "name": "input", "kind": "Input", "settings": {"shape": [8], "colours": null}, "at": [0, 0]},'
        in (to_bytes(SMALL).decode().splitlines())
    )


def test_a_small_edit_is_a_small_difference():
    net = exercise()
    before = to_bytes(net.design.snapshot()).splitlines()
    net.set(net.find("conv2"), filters=21)
    after = to_bytes(net.design.snapshot()).splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_the_order_of_records_makes_no_difference():
    shuffled = list(EVERYTHING)
    random.Random(7).shuffle(shuffled)  # noqa: S311
    assert to_bytes(shuffled) == to_bytes(EVERYTHING)


def test_how_a_design_came_about_makes_no_difference():
    one = chain(image(28, 28), Conv2D(filters=4), Flatten())
    other = chain(image(28, 28), Conv2D(filters=9), Flatten())
    other.set(2, filters=4)
    other.rename(2, "x")
    other.rename(2, "conv1")
    other.undo()
    other.redo()
    assert to_bytes(other.design.snapshot()) == to_bytes(one.design.snapshot())


def test_what_equals_its_default_is_left_out():
    (line,) = [line for line in to_bytes([Node(1, "a", Conv2D())]).decode().splitlines() if "Conv2D" in line]
    assert json.loads(line) == {"id": 1, "name": "a", "kind": "Conv2D", "at": [0, 0]}


@given(st.lists(any_layer(), max_size=6), st.text(max_size=5))
def test_saving_again_gives_the_same_bytes(made, note):
    records = [Node(index + 1, f"n{index}", layer) for index, layer in enumerate(made)]
    written = to_bytes(records)
    again = from_bytes(written).snapshot()
    assert to_bytes(again) == written
    assert again[1:] == tuple(records)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_note_is_kept_as_typed(note):
    from convas.design.records import Note

    (_, read) = reread([Note(1, note)])
    assert read.text == note


@pytest.mark.parametrize("name", sorted(path.name for path in resource("examples").glob("*.convas")))
def test_shipped_examples_are_as_convas_writes_them(name):
    data = resource("examples", name).read_bytes()
    assert to_bytes(from_bytes(data).snapshot()) == data


def test_big_numbers_are_exact():
    net = chain(numbers(2**63 - 1), Dense(units=2**63 - 1))
    assert Design(reread(net.design.snapshot())).node(2).layer.units == 2**63 - 1
