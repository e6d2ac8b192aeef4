"""Rows and explanations: what tables, exports and the calculation show."""

import pytest

from build import chain, exercise, image, numbers
from convas import Add, Conv2D, Dense, Embedding, Flatten, Input, MaxPooling2D, MixtureOfExperts, new
from convas.analysis.explain import explain
from convas.analysis.report import active_parameters, total_calculation
from convas.exchange.reports import report


def explained(net, key):
    return explain(net.analysis.findings[key], net.design.rules)


def test_rows_stand_in_execution_order():
    net = exercise()
    rows = net.rows()
    assert [row.name for row in rows][:3] == ["input", "conv1", "conv2"]
    assert [row.kind for row in rows][-3:] == ["Flatten", "Dense", "Dense"]
    assert rows[1].title == "Conv2D"
    assert rows[1].inputs == ((120, 120, 4),)
    assert rows[0].inputs == ()
    assert sum(row.parameters for row in rows) == net.totals.parameters
    assert sum(row.macs for row in rows) == net.totals.macs
    assert sum(row.memory for row in rows) == net.totals.memory
    assert rows[6] == net.row(rows[6].id)


def test_rows_add_up_in_both_conventions_whatever_is_shared_or_frozen():
    for convention in ("keras", "pytorch"):
        net = exercise(convention=convention)
        net.freeze(net.find("conv3"), net.find("dense_2"))
        for part in ("parameters", "trainable", "frozen", "state"):
            assert sum(getattr(row, part) for row in net.rows()) == getattr(net.totals, part)


def test_the_total_is_written_as_a_sum():
    net = exercise()
    told = total_calculation(net.design, net.analysis)
    assert told == "740 + 3,620 + 3,620 + 3,620 + 8,640,030 + 310 = 8,651,940"
    net.add(Dense())
    assert total_calculation(net.design, net.analysis).endswith("= at least 8,651,940")
    assert total_calculation(new().design, new().analysis) == ""


def test_shapes_show_their_working():
    net = chain(image(120, 120, colours="CMYK"), Conv2D(filters=20, strides=2), MaxPooling2D(), Flatten())
    assert explained(net, 2).shape_lines() == ["floor((120 − 3) / 2) + 1 = 59"]
    assert explained(net, 4).shape_lines() == ["floor((59 − 2) / 2) + 1 = 29"]
    assert explained(net, 6).shape_lines() == ["29 × 29 × 20 = 16,820"]


def test_formulas_carry_captions():
    pieces = explained(exercise(), 4).formula
    captions = [token.caption for token in pieces if token.caption]
    assert captions == ["kernel", "channels in", "bias", "filters"]


def test_the_same_count_array_by_array():
    assert explained(exercise(), 4).summed == "3 × 3 × 20 × 20 + 20 = 3,620"
    assert explained(exercise(convention="pytorch"), 4).summed.endswith("= 3,620")


def test_a_layer_without_weights_and_one_without_a_count():
    net = chain(numbers(8), Flatten(), Dense())
    loose = net.add(Dense())
    assert net.calculation(2) == "no weights"
    assert explained(net, loose) is None
    assert net.calculation(loose) == "unknown"


def test_an_open_shape_is_explained_by_its_formula():
    net = chain(numbers("T", 8), Dense(units=4), Flatten())
    assert explained(net, 4).shape_lines() == ["T × 4 = 4 × T"]


def test_arrays_borrowed_in_part_are_told():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=100, output_dim=8), Dense(units=100))
    net.share_weight(2, "embeddings", 4, "kernel", transposed=True)
    assert net.calculation(4) == "8 × 100 counted once at embedding_1; + 100"
    assert net.row(4).shared_with == "kernel: embedding_1"


@pytest.mark.parametrize("count", [300, 2000])
def test_a_join_of_very_many_can_be_explained(count):
    from build import line
    from convas import Concatenate
    from convas.analysis.analysis import Analysis
    from convas.design.design import Design
    from convas.design.records import Link, Node

    records = line(numbers(4), Dense(units=4), 0)
    for index in range(count):
        records.append(Link(10 + index, 1, 5, 0, index))
    design = Design([*records, Node(5, "join", Concatenate())])
    analysis = Analysis(design)
    analysis.settle()
    assert explain(analysis.findings[5], design.rules).shape_lines()[0].endswith(f"= {4 * count:,}")


def test_many_groups_have_letters_of_their_own():
    net = chain(numbers(4))
    keys = [net.add(Dense(units=4), 1) for _ in range(60)]
    for a, b in zip(keys[::2], keys[1::2], strict=True):
        net.share(a, b)
    letters = [net.row(key).group for key in keys[::2]]
    assert letters[:2] == ["A", "B"]
    assert letters[26] == "AA"
    assert len(set(letters)) == 30
    net.add(Add())
    assert net.row(net.find("add")).group == ""


def test_experts_that_rest_are_left_out_of_the_active_parameters():
    net = new("Experts", "pytorch")
    words = net.add(Input(shape=("T", 8), colours=None))
    first = net.add(MixtureOfExperts(experts=4, active_experts=1, hidden_dim=16), words)
    net.add(Dense(units=8), first)
    resting = 3 * 3 * 8 * 16
    assert net.row(first).active == net.row(first).parameters - resting
    assert active_parameters(net.design, net.analysis) == net.totals.parameters - resting
    again = net.add(MixtureOfExperts(experts=4, active_experts=1, hidden_dim=16), words)
    net.share(first, again)
    assert active_parameters(net.design, net.analysis) == net.totals.parameters - resting
    assert f"{net.totals.parameters - resting:,} active on each place" in report(net.design, net.analysis, "table")


def test_where_all_parameters_work_nothing_is_said_of_it():
    net = chain(Input(shape=(4,), colours=None), Dense(units=8))
    assert active_parameters(net.design, net.analysis) is None
    assert "active" not in report(net.design, net.analysis, "json")
