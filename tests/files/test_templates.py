"""The templates' index: it tells what the files hold, and finds them by what people type."""

import json

import pytest

import convas
from convas.design.records import Note
from convas.files.templates import first_templates, nearest_names, templates
from convas.resources import resource

every_template = pytest.mark.parametrize("told", templates(), ids=lambda told: told.file)


def found(typed):
    return [one.name for one in templates() if one.matches(typed)]


def test_every_file_has_its_entry():
    files = {path.name for path in resource("examples").glob("*.convas")}
    assert sorted(one.file for one in templates()) == sorted(files)


@every_template
def test_it_tells_what_the_file_holds(told):
    net = convas.open(told.path)
    header, totals = net.design.header, net.totals
    assert (told.name, told.convention) == (header.name, header.convention)
    assert (told.parameters, told.trainable) == (totals.parameters, totals.trainable)


@every_template
def test_the_drawing_says_where_it_comes_from(told):
    (note,) = convas.open(told.path).design.all(Note)
    assert told.source in note.text
    assert str(told.year or "") in note.text
    assert not told.line.endswith(".")
    assert told.source.endswith(".")
    assert told.group == "Exercises" or any(word in told.source for word in ("arXiv:", "doi:", "Workshop", "Report"))


def test_groups_stand_together_oldest_first():
    rows = [(one.group, one.year) for one in templates()]
    groups = list(dict.fromkeys(group for group, _ in rows))
    assert rows == sorted(rows, key=lambda row: (groups.index(row[0]), row[1]))
    assert groups[0] == "Exercises"


def test_the_first_screen_has_a_few_and_the_exercise_first():
    first = first_templates()
    assert first[0].name == "CMYK classifier"
    assert 3 < len(first) <= 6
    places = [
        one["first"] for one in json.loads(resource("examples", "index.json").read_text("utf-8")) if "first" in one
    ]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("typed", "wanted", "other"),
    [
        ("lenet", "LeNet-5", "AlexNet"),
        ("net 50", "ResNet-50", "ResNet-18"),
        ("1998", "LeNet-5", "ResNet-50"),
        ("ronneberger", "U-Net", "Xception"),
        ("segmentation", "U-Net", "Xception"),
        ("He 50 torchvision", "ResNet-50", "ResNet-50 of Keras"),
        ("resnet PYTORCH", "ResNet-18", "ResNet-50 of Keras"),
        ("arXiv:1801.04381", "MobileNetV2", "Xception"),
        ("exercises", "Answer sheet", "LeNet-5"),
    ],
)
def test_it_is_found_by_name_year_author_and_kind(typed, wanted, other):
    assert wanted in found(typed)
    assert other not in found(typed)


def test_what_is_not_there_is_not_found():
    assert found("konv") == []


def test_nothing_typed_finds_all():
    assert len(found(" ")) == len(templates())


def test_a_slip_is_answered_with_the_nearest_names():
    assert "ResNet-18" in nearest_names("resnt")
    assert nearest_names("zzzz") == []
