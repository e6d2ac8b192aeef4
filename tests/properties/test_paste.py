"""Random selections of random designs, copied as text and pasted: they count what they counted."""

from hypothesis import given
from hypothesis import strategies as st

from compare import assert_consistent
from convas import new
from convas.analysis.analysis import Analysis
from convas.design.records import Block
from convas.edits.fragment import fragment
from convas.edits.paste import duplicate, paste
from convas.files.fragments import from_text, to_text
from convas.files.write import to_bytes
from properties.test_blocks import nested


@given(net=nested(), picks=st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_selection_counts_in_an_empty_design_what_it_counted(net, picks):
    drawn = [node.id for node in net.design.nodes()]
    chosen = {drawn[pick % len(drawn)] for pick in picks}
    told = to_text(fragment(net.design, chosen))
    part = from_text(told)
    alone = Analysis(part.design)
    alone.settle()
    there = new()
    edit, made = paste(there.design, part)
    there.apply(edit)
    assert len(made) == len(chosen)
    assert there.totals == alone.totals
    assert_consistent(there.design, there.analysis)
    again, _ = paste(there.design, from_text(told))
    assert not any(isinstance(record, Block) for record in again.delta.added)


@given(net=nested())
def test_all_of_a_drawing_counts_what_it_counted(net):
    there = new()
    edit, _ = paste(there.design, from_text(to_text(fragment(net.design, [node.id for node in net.design.nodes()]))))
    there.apply(edit)
    assert there.totals == net.totals


@given(net=nested(), picks=st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_two_pastes_and_two_undos_leave_the_same_bytes(net, picks):
    drawn = [node.id for node in net.design.nodes()]
    chosen = {drawn[pick % len(drawn)] for pick in picks}
    before = to_bytes(net.design.snapshot())
    part = fragment(net.design, chosen)
    for _ in range(2):
        edit, _made = paste(net.design, part, keep_incoming=True)
        net.apply(edit)
    net.apply(duplicate(net.design, chosen)[0])
    assert_consistent(net.design, net.analysis)
    for _ in range(3):
        net.undo()
    assert to_bytes(net.design.snapshot()) == before
