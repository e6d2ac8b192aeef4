"""Designs found in text that went through mail and chat."""

import json
import re
import textwrap

import pytest

from build import chain, numbers
from convas import Dense
from convas.design.records import Node
from convas.edits.fragment import fragment
from convas.files.errors import FileError
from convas.files.fragments import from_text, to_text
from convas.files.quoted import text_of_page, unquoted

NET = chain(numbers(4), Dense(units=3), Dense(units=2)).design
TOLD = to_text(fragment(NET, [node.id for node in NET.all(Node)]))
NAMES = [node.name for node in NET.nodes()]


def names(told):
    return [node.name for node in from_text(told).design.nodes()]


def lines(told, mark):
    return "\n".join(mark + line for line in told.splitlines())


WAYS = {
    "as it is": TOLD,
    "quoted": lines(TOLD, "> "),
    "quoted twice": lines(TOLD, ">> "),
    "quoted twice with spaces": lines(TOLD, " > > "),
    "with bars": lines(TOLD, "| "),
    "fenced": f"```json\n{TOLD}\n```",
    "chatter": f"Hi, look at this {{net}} of mine:\n\n{TOLD}\n\nCheers {{me}}",
    "quoted, fenced, with chatter": lines(f"On Monday Ann wrote:\n```\n{TOLD}```\n--\nAnn", "> "),
    "smart quotes": re.sub('"([^"]*)"', "\u201c\\1\u201d", TOLD),
    "German quotes": re.sub('"([^"]*)"', "\u201e\\1\u201c", TOLD),
    "no-break spaces": TOLD.replace(" ", "\u00a0"),
    "CRLF": TOLD.replace("\n", "\r\n"),
    "CR": TOLD.replace("\n", "\r"),
    "a byte order mark": "\ufeff" + TOLD,
    "zero-width spaces": TOLD.replace(",", ",\u200b"),
    "all in one line": TOLD.replace("\n", " "),
    "indented by a formatter": json.dumps(json.loads(TOLD), indent=4),
    "sorted by a formatter": json.dumps(json.loads(TOLD), sort_keys=True, indent=1) + "\nthat is it",
    "wrapped by a mailer": "\n".join(textwrap.fill(line, 30) for line in TOLD.splitlines()),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_found(way):
    assert names(WAYS[way]) == NAMES


def test_a_page_is_read():
    page = "<html><body><p>See:</p><pre>" + TOLD.replace('"', "&quot;").replace("\n", "<br>\n") + "</pre></body></html>"
    assert names(text_of_page(page)) == NAMES
    spans = "".join(f"<span>{part}</span>" for part in re.split("( )", TOLD))
    assert names(text_of_page(spans)) == NAMES


def test_words_in_strings_stay():
    told = TOLD.replace(f'"{NAMES[1]}"', '"a > b {x} \u201cy\u201d"')
    assert "a > b {x} \u201cy\u201d" in names(told)
    assert "a > b {x} \u201cy\u201d" in names(lines(told, "> ") + "\n> bye }")


RUBBISH = [
    "convas",
    "{ convas",
    '"convas"' * 1000,
    '"format": "convas"' * 1000,
    '{"format": "convas"' * 50_000,
    '{"format": "convas", "a": "' + '\\"' * 500_000,
    '{"format": "convas", "version": 1, "x": ' + "[" * 2**20,
    '{"format": "convas", "version": 1, "x": ' + '{"a":' * 200_000,
    "convas " + "<" * 2**20,
    "convas" + "> " * 2**19,
    "convas\n" + ">" * 2**20,
    "\u201cformat\u201d: \u201cconvas\u201d {" + " \n" * 2**19,
    "\x00\x01convas\ud800",
    "> " + "x" * 2**20,
]


@pytest.mark.parametrize("told", RUBBISH, ids=[told[:20].encode("ascii", "replace").decode() for told in RUBBISH])
def test_rubbish_is_refused_in_a_short_sentence(told):
    for said in (told, text_of_page(told)):
        with pytest.raises(FileError) as refused:
            from_text(said)
        assert str(refused.value).startswith("What was copied ")
        assert len(str(refused.value)) < 300
        assert "\n" not in str(refused.value)


def test_of_two_designs_none_is_taken():
    with pytest.raises(FileError):
        from_text(TOLD + TOLD)
    with pytest.raises(FileError):
        from_text("> " + TOLD.replace("\n", "\n> ") + "\n and \n" + TOLD)


def test_nothing_is_found_where_nothing_is():
    assert unquoted("hello {world}") is None
    assert unquoted("") is None
