"""Notes and frames in files: what is kept, and what is refused."""

import json

import pytest

from convas.design.design import Design
from convas.design.records import FARTHEST, Header, Note
from convas.files.errors import FileError
from convas.files.read import from_bytes
from convas.files.write import to_bytes

NOTES = (
    Note(1, "two\nlines \u201cand\u201d more", 8, -16, 300, 80, colour="okSoft"),
    Note(2, "", 0, 0, 400, 300, frame=True, colour="of a later version"),
)


def read(**changed):
    data = json.loads(to_bytes([Header(), NOTES[0]]))
    data["notes"][0] |= changed
    return from_bytes(json.dumps(data).encode())


def test_they_come_back_as_they_were():
    data = to_bytes([Header(), *NOTES])
    design = from_bytes(data)
    assert tuple(design.all(Note)) == NOTES
    assert to_bytes(design.snapshot()) == data
    assert isinstance(design, Design)


@pytest.mark.parametrize(
    "changed",
    [
        {"size": [0, 50]},
        {"size": [50, -1]},
        {"size": [FARTHEST + 1, 50]},
        {"size": [50]},
        {"size": "big"},
        {"at": [FARTHEST + 1, 0]},
        {"text": "x" * 100_001},
        {"text": None},
        {"colour": ""},
        {"colour": 7},
        {"frame": 1},
    ],
    ids=lambda changed: str(changed)[:30],
)
def test_what_is_no_note_is_named(changed):
    with pytest.raises(FileError, match="notes, entry 1") as refused:
        read(**changed)
    assert next(iter(changed)) in str(refused.value)
