"""Finding kinds: by name, by what people type, by what they nearly typed."""

import pytest

import convas
from convas.layers import registry


def titles(typed):
    return [kind.title for kind in registry.search(typed)]


def test_kinds_stand_in_the_order_of_the_palette():
    families = [kind.family for kind in registry.kinds().values()]
    assert families == sorted(families, key=list(registry.FAMILIES).index)
    assert families[0] == "io"
    assert [kind.kind for kind in registry.iterate("io")] == ["Input", "Output"]


def test_names_and_titles_are_never_two_kinds():
    kinds = registry.kinds().values()
    assert len({kind.title.lower() for kind in kinds}) == len(kinds)
    assert all(kind.kind == name for name, kind in registry.kinds().items())


def test_an_unknown_name_is_no_kind():
    assert registry.find("Perceptron9") is None
    assert registry.find("Unknown") is None
    assert registry.find("Conv") is None
    assert registry.find("") is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("conv2", "Conv2D"),
        ("CONV2D", "Conv2D"),
        ("linear", "Dense"),
        ("fully connected", "Dense"),
        ("relu", "Activation"),
        ("cmyk", "Input"),
        ("max pool", "Max pooling 1D"),
        ("gap", "Global average"),
        ("residual", "Add"),
        ("batchnorm", "Batch normalisation"),
        ("vocabulary", "Embedding"),
    ],
)
def test_people_find_what_they_mean(typed, first):
    assert titles(typed)[0] == first


def test_every_word_must_fit():
    assert titles("max 3d") == ["Max pooling 3D", "Global max 3D", "Adaptive max 3D", "Fractional max pooling 3D"]
    assert titles("max nonsense") == []


def test_nothing_typed_finds_everything():
    assert titles("") == titles("  ") == [kind.title for kind in registry.placed()]


def test_what_was_nearly_typed():
    assert registry.nearest("dens")[0] == "Dense"
    assert registry.nearest("Cnov2D")[0] == "Conv2D"
    assert len(registry.nearest("zzzz")) == 3


def test_kinds_are_offered_to_scripts_by_name():
    assert convas.Dense is registry.find("Dense")
    with pytest.raises(AttributeError, match="Perceptron9"):
        convas.Perceptron9  # noqa: B018


def test_what_is_called_exactly_so_comes_first():
    assert registry.search("cropping")[0].kind == "Cropping2D"
    for kind in registry.placed():
        assert registry.search(kind.title)[0].title == kind.title
        assert registry.search(kind.kind)[0] is kind
