"""Help pages: made from the classes, true for every kind."""

import pytest

from convas.exchange.help_pages import exactness, exactness_page, example, page
from convas.layers import registry
from convas.layers.layer import settings_of
from convas.values.convention import RULES
from convas.values.spec import BATCH

every_kind = pytest.mark.parametrize("kind", registry.kinds().values(), ids=lambda kind: kind.kind)


@every_kind
def test_it_tells_everything_there_is(kind):
    told = page(kind)
    assert told.startswith(f"# {kind.title}\n")
    assert kind.__doc__.split("\n")[0] in told
    for setting in settings_of(kind).values():
        assert f"(`{setting.name}`)" in told
        assert setting.description in told
    for spelling in kind.spelled():
        prefix = "keras.layers." if spelling.framework == "keras" else "torch.nn."
        assert f"`{prefix}{spelling.name}(" in told
    for sign in ("None", "Size(", "{me}", "{0}"):
        assert sign not in told


@every_kind
def test_its_example_is_worked_out(kind):
    found = [example(kind, rules) for name, rules in RULES.items() if kind.only in (None, name)]
    if not any(found):
        assert kind.kind in NEEDS_MORE
        return
    assert "## Example" in page(kind)


NEEDS_MORE = {"BlockInput", "Use"}
"""Kinds of which no example works with their defaults."""


def test_a_page_as_a_student_reads_it():
    told = page(registry.kinds()["Conv2D"])
    assert "- Keras, padding valid: `floor((in − kernel) / strides) + 1`" in told
    assert "- Keras, padding same: `ceil(in / strides)`" in told
    assert "- PyTorch, padding in numbers: `floor((in + 2 × padding − kernel) / strides) + 1`" in told
    assert "`(kernel × kernel × channels in + 1) × filters`" in told
    assert "    (3 × 3 × 3 + 1) × 32 = 896 parameters" in told
    assert "`out_channels` is Filters" in told


def test_why_the_frameworks_differ_is_told():
    assert "Keras counts the moving mean and variance as parameters" in page(registry.kinds()["BatchNormalization"])


def test_the_table_has_every_family_that_has_kinds():
    told = exactness_page()
    for family, title in registry.FAMILIES.items():
        assert (f"| {title} |" in told) == any(registry.iterate(family))
    assert exactness()["keras"]["version"] in told


@every_kind
def test_an_example_keeps_the_batch_apart(kind):
    for name, rules in RULES.items():
        shown = example(kind, rules) if kind.only in (None, name) else None
        told = page(kind)
        assert shown is None or all(spec.axes[0] is BATCH for spec in shown.finding.outputs)
        assert " × N" not in told
        assert "N × " not in told


@every_kind
def test_what_its_settings_say_is_seen_in_the_example(kind):
    shown = example(kind, RULES[kind.only or "keras"])
    if shown is None:
        assert kind.kind in NEEDS_MORE
        return
    unchanged = shown.finding.inputs and shown.finding.inputs[0] == shown.finding.outputs[0]
    assert not (kind.sample_settings and unchanged)


@every_kind
def test_no_framework_is_left_without_a_word(kind):
    told = page(kind).partition("## In the frameworks")[2]
    for name, rules in RULES.items():
        if kind.only in (None, name) and kind.family != "block" and kind.kind not in WITHOUT:
            prefix = {"keras": "keras.", "pytorch": "torch."}[name]
            said = (kind.in_keras if rules.keras else kind.in_pytorch) or f"`{prefix}"
            assert said in told
            assert f"{rules.title} has no layer of its own" not in told


WITHOUT = {"PixelShuffle", "PixelUnshuffle", "GLU"}
"""Kinds that a framework writes with several operations."""
