"""The contract that every kind of layer keeps. A new kind is tested by being there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.design.records import Node
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.layers import registry
from convas.layers.layer import settings_of
from convas.layers.validation import build, changed, expected
from convas.values.problem import Problem
from layers.samples import CONVENTIONS, KINDS, SUITABLE, layers, offered

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


@every_kind
def test_it_says_what_it_is(kind):
    assert kind.title
    assert kind.__doc__
    assert kind.__doc__ != (kind.__base__.__doc__ or "")
    assert kind.family in registry.FAMILIES
    assert registry.find(kind.kind) is kind
    assert kind in registry.search(kind.title)
    assert registry.nearest(kind.title)[0] == kind.title


@every_kind
def test_its_settings_say_what_they_are_for(kind):
    for name, setting in settings_of(kind).items():
        assert setting.name == name
        assert setting.title[0].isupper()
        assert setting.description.endswith(".")
        assert setting.title != name
        assert setting.only in ("", "keras", "pytorch")
        assert expected(setting.form)
        assert {option for option, _ in setting.labels} <= {
            *setting.form.options,
            "",
            *(("on", "off") if setting.form.kind == "switch" else ()),
        }
    assert set(kind.shown) <= set(settings_of(kind))


@every_kind
def test_two_with_equal_settings_are_interchangeable(kind):
    first, second = kind(), kind()
    assert first == second
    assert hash(first) == hash(second)
    for name in settings_of(kind):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(first, name, getattr(first, name))


@every_kind
@given(data=st.data())
def test_what_its_form_takes_survives_a_file(kind, data):
    layer = data.draw(layers(kind))
    again = from_bytes(to_bytes([Node(1, "me", layer)])).node(1).layer
    assert again == layer
    assert hash(again) == hash(layer)
    assert build(kind, json.loads(layer.model_dump_json())) == layer


@every_kind
@given(data=st.data())
def test_its_card_is_short_text(kind, data):
    layer = data.draw(layers(kind))
    for part in (*layer.brief(), *(layer.told(name) for name in kind.shown)):
        assert isinstance(part, str)
        assert "\n" not in part
    assert all(layer.brief())


@every_kind
@pytest.mark.parametrize("rules", CONVENTIONS, ids=lambda rules: rules.name)
def test_something_suits_it(kind, rules):
    found = [evaluate(kind(), specs, rules) for specs in offered(kind)[: len(SUITABLE)]]
    assert any(finding.trainable is not None for finding in found) or kind.only not in (None, rules.name)


@every_kind
@pytest.mark.parametrize("rules", CONVENTIONS, ids=lambda rules: rules.name)
@given(data=st.data())
def test_any_input_gives_a_count_or_a_problem(kind, rules, data):
    layer, given_specs = data.draw(layers(kind)), data.draw(st.sampled_from(offered(kind)))
    finding = evaluate(layer, given_specs, rules)
    assert len(finding.outputs) >= len(layer.ports.outputs)
    for problem in finding.problems:
        _reads_well(problem)
    if finding.trainable is None and None not in given_specs:
        assert any(problem.severity != "hint" for problem in finding.problems)


@every_kind
@pytest.mark.parametrize("rules", CONVENTIONS, ids=lambda rules: rules.name)
@given(data=st.data())
def test_its_explanation_comes_to_the_same_numbers(kind, rules, data):
    layer, given_specs = data.draw(layers(kind)), data.draw(st.sampled_from(offered(kind)))
    finding = evaluate(layer, given_specs, rules)
    told = explain(finding, rules)
    if finding.weights is None or None in given_specs:
        assert told is None
        return
    counted = finding.trainable + (finding.state if rules.counts_state else 0)
    assert (told.parameters if told.parameters is not None else 0) == counted
    if told.parameters is not None:
        assert told.text.endswith(f"{counted:,}")
        assert told.summed.endswith(f"{counted:,}")
    if told.weights:
        assert [(w.name, w.axes, w.state) for w in told.weights] == [(w.name, w.axes, w.state) for w in finding.weights]
    if told.shapes:
        assert told.shapes == tuple(spec.visible for spec in finding.outputs)
    assert all(told.shape_lines())


@every_kind
@pytest.mark.parametrize("rules", CONVENTIONS, ids=lambda rules: rules.name)
@given(data=st.data())
def test_a_mend_can_be_made_and_cures(kind, rules, data):
    layer, given_specs = data.draw(layers(kind)), data.draw(st.sampled_from(offered(kind)))
    for problem in evaluate(layer, given_specs, rules).problems:
        for mend in problem.mends:
            assert mend.label
            assert not mend.kind or registry.find(mend.kind)
            if mend.where == -1 and not mend.kind:
                mended = evaluate(changed(layer, **dict(mend.settings)), given_specs, rules)
                assert problem not in mended.problems


def _reads_well(problem: Problem):
    told = problem.told(lambda _: "conv1")
    assert problem.summary
    assert len(problem.summary.split()) <= 5
    assert told.endswith(".")
    assert "{" not in told
    assert "\n" not in told
    assert "Size(" not in told
