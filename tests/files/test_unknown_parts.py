"""What a later Convas adds is kept and written back as it was, and the totals admit that they miss it."""

import pytest

from convas.analysis.analysis import Analysis
from convas.files.errors import FileError
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from files.samples import EVERYTHING, packed, raw

ODD = {"text": "ü\u2028\x07", "list": [1, 2.5, None, True, {"deep": [[]]}], "big": 10**30, "tiny": 1e-300}


def kept(data) -> dict:
    """What comes back of a file after it was opened and saved."""
    import json

    design = from_bytes(packed(data))
    written = to_bytes(design.snapshot())
    assert to_bytes(from_bytes(written).snapshot()) == written
    return json.loads(written)


def totals(data):
    analysis = Analysis(from_bytes(packed(data)))
    analysis.settle()
    return analysis.totals


def with_kind(kind, **settings):
    data = raw()
    data["nodes"][1] = {**data["nodes"][1], "kind": kind, "settings": settings}
    return data


@pytest.mark.parametrize("kind", ["Mamba", "Unknown", "conv2d", "Layer", "名前", "x" * 100])
def test_an_unknown_kind_is_kept_with_its_settings(kind):
    data = with_kind(kind, **ODD)
    assert kept(data) == data
    found = totals(data)
    assert not found.complete
    assert found.parameters == 0


def test_an_unknown_kind_is_drawn_named_and_told():
    design = from_bytes(packed(with_kind("Mamba", state=16)))
    analysis = Analysis(design)
    analysis.settle()
    assert design.node(2).layer.brief() == ["Mamba"]
    (problem,) = analysis.problems(2)
    assert "layers of the kind Mamba, so dense_1 cannot be counted" in analysis.told(2, problem)
    assert analysis.findings[4].trainable is None


def test_a_kind_with_blanks_around_it_is_not_taken_for_the_one_without():
    data = with_kind(" Dense", units=4)
    try:
        assert kept(data) == data
    except FileError:
        return
    assert not totals(data).complete


def test_an_unknown_setting_is_kept_and_the_layer_not_counted():
    data = with_kind("Dense", units=4, quantised=ODD)
    assert kept(data) == data
    found = totals(data)
    assert not found.complete
    design = from_bytes(packed(data))
    assert design.node(2).layer.units == 4
    analysis = Analysis(design)
    analysis.settle()
    assert "settings that this version of Convas does not know" in analysis.problems(2)[0].message


@pytest.mark.parametrize("part", ["variables", "blocks", "nodes", "links", "shares", "notes"])
def test_an_unknown_field_of_any_record_is_kept(part):
    data = raw(EVERYTHING)
    data[part][0]["later"] = ODD
    assert kept(data) == data
    assert not totals(data).complete


def test_an_unknown_field_of_the_header_is_kept():
    data = raw()
    data["design"]["later"] = ODD
    assert kept(data) == data
    assert not totals(data).complete


def test_an_unknown_field_of_the_end_of_a_share_is_kept():
    data = raw()
    data["shares"][0]["first"]["later"] = 1
    assert kept(data) == data
    assert not totals(data).complete


def test_unknown_lists_are_kept():
    data = {**raw(), "sweeps": [{"id": 9, "x": 1}], "later": ODD, "nothing": None}
    assert kept(data) == data
    assert not totals(data).complete


def test_byte_for_byte_what_convas_could_have_written():
    text = (
        '{\n"format": "convas",\n"version": 1,\n'
        '"design": {"name": "Later", "convention": "keras", "licence": ["MIT", 1.5]},\n'
        '"nodes": [\n'
        '{"id": 1, "name": "a", "kind": "Rope", "settings": {"theta": 10000.0, "ü": null}, "at": [0, 0], "tag": "é"},\n'
        '{"id": 2, "name": "b", "kind": "Dense", "settings": {"units": 4, "bits": {"w": 4}}, "at": [8, 0]}\n'
        "],\n"
        '"links": [\n{"id": 3, "source": 1, "target": 2, "colour": "red"}\n],\n'
        '"sweeps": [{"id": 4, "over": [1, 2]}],\n'
        '"x y": {}\n'
        "}\n"
    )
    assert to_bytes(from_bytes(text.encode()).snapshot()).decode() == text


def test_knowing_everything_is_complete():
    assert totals(raw()).complete


def test_taking_the_unknown_out_makes_the_totals_complete_again():
    from convas.session import Session

    data = with_kind("Mamba")
    session = Session(from_bytes(packed(data)))
    from convas.edits.nodes import delete

    session.apply(delete(session.design, [2, 4]))
    assert session.totals.complete
    session.undo()
    assert not session.totals.complete


@pytest.mark.parametrize("odd", [{"unknown": ""}, {"unknown": "x"}, {"weight": 2.5}, {"kind": None}])
def test_fields_of_a_link_are_kept_whatever_they_are_called(odd):
    data = raw()
    data["links"][0].update(odd)
    assert kept(data) == data
    assert not totals(data).complete


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_wherever_it_stands(number):
    for told in (f'"new": {number}, "format"', f'"new": [{{"deep": {number}}}], "format"'):
        with pytest.raises(FileError, match="it is no Convas file, or it is damaged"):
            from_bytes(packed(raw()).replace(b'"format"', told.encode(), 1))


def test_a_name_may_say_that_it_is_no_number():
    data = raw()
    data["nodes"][1]["name"] = "NaN"
    assert kept(data) == data
