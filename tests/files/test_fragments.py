"""Copied text: it comes back as it was, and anything else is refused at once, with one sentence."""

import json
from time import perf_counter

import pytest

from build import chain, numbers
from convas import Dense
from convas.edits.fragment import fragment
from convas.files.errors import FileError
from convas.files.fragments import from_text, to_text
from convas.files.write import to_bytes
from files.samples import SMALL, raw
from files.test_damaged import NOT_CONVAS, WRONG


def refusal(told: str) -> str:
    began = perf_counter()
    with pytest.raises(FileError) as refused:
        from_text(told)
    assert perf_counter() - began < 1
    said = str(refused.value)
    assert said.startswith("What was copied ")
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 400
    return said


def text():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    return to_text(fragment(net.design, [4]))


def test_what_was_copied_comes_back():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    part = fragment(net.design, [4])
    again = from_text(to_text(part))
    assert again.design.snapshot()[1:] == part.design.snapshot()[1:]
    assert again.incoming == part.incoming
    assert [(link.source, link.name, link.target) for link in part.incoming] == [(2, "dense_1", 4)]
    assert to_text(again) == to_text(part)


def test_a_mail_may_put_blanks_around_it():
    assert from_text(f"\n  {text()}\n\n").incoming


BROKEN_BYTES = {"latin-1", "half a character"}  # a clipboard holds characters, so these cannot come
SEEN_THROUGH = {"a byte order mark", "more behind", "a line break in a text"}
TEXTS = {
    name: data.decode("utf-8", "replace")
    for name, data in NOT_CONVAS.items()
    if name not in BROKEN_BYTES and name not in SEEN_THROUGH
}


@pytest.mark.parametrize("told", TEXTS.values(), ids=TEXTS)
def test_what_is_no_part_of_a_design(told):
    refusal(told)


@pytest.mark.parametrize("name", sorted(SEEN_THROUGH))
def test_what_a_file_may_not_have_a_chat_may(name):
    assert list(from_text(NOT_CONVAS[name].decode()).design.nodes())


@pytest.mark.parametrize(("data", "place"), WRONG.values(), ids=WRONG)
def test_what_is_damaged_is_named(data, place):
    assert place in refusal(data.decode())


MEGABYTE = 2**20
HOSTILE = {
    "rubbish": "x" * MEGABYTE,
    "rubbish that begins well": '{"format": "convas", ' + "x" * MEGABYTE,
    "braces": "{" * MEGABYTE,
    "nesting": '{"format": "convas", "version": 1, "design": ' + "[" * MEGABYTE,
    "closed nesting": '{"format": "convas", "nodes": ' + "[" * 200_000 + "]" * 200_000 + "}",
    "a huge number": '{"format": "convas", "version": ' + "9" * MEGABYTE + "}",
    "a huge exponent": '{"format": "convas", "version": 1e' + "9" * 1000 + "}",
    "surrogates": '{"format": "convas", "version": 1, "design": {"name": "\ud800"}}',
    "zeros": '{"format": "convas"' + "\0" * MEGABYTE,
    "another version": '{"format": "convas", "version": 99}',
    "a list": '[{"format": "convas"}]',
    "many strange nodes": json.dumps({**raw(), "nodes": [1] * 100_000}),
    "an empty text": "",
}


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_within_a_second(told):
    refusal(told)


@pytest.mark.parametrize(
    "incoming",
    [None, 5, "x", {}, [5], [{}], [{"source": -1, "name": "a", "target": 4}], [{"source": 1, "name": 7, "target": 4}]],
    ids=repr,
)
def test_links_from_outside_are_checked(incoming):
    data = {**json.loads(to_bytes(SMALL)), "incoming": incoming}
    assert refusal(json.dumps(data)) == "What was copied cannot be pasted: its links from outside are damaged."


def test_settings_that_nest_deeply_are_refused_or_kept():
    deep = "[" * 150 + "]" * 150
    told = to_bytes(SMALL).decode().replace('"kind": "Dense"', f'"kind": "Later", "later": {deep}', 1)
    told = told.replace('"shares"', '"nothing"')
    assert from_text(told).design.node(2).unknown
