"""A large edit is analysed in slices: what is not right yet is told, and in the end all is right."""

from build import exercise, line, numbers
from compare import counted, from_scratch
from convas import Dense
from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.edits import nodes, settings, shares
from convas.edits.conventions import switch
from convas.session import Session


def test_no_time_leaves_everything_pending():
    net = exercise()
    analysis = Analysis(Design(net.design.snapshot()))
    assert analysis.pending == set(analysis.order.rank)
    for _ in range(100):
        analysis.settle(seconds=0)
    assert not analysis.pending, "a slice without time must do at least one thing, or a caller waits for ever"
    assert counted(net.design, analysis) == from_scratch(net.design)


def as_pytorch(design):
    analysis = Analysis(design)
    analysis.settle()
    return switch(design, analysis, "pytorch")


def test_edits_in_between_come_to_the_same():
    session = Session(Design(exercise().design.snapshot()), settles=0)
    full = exercise()

    def both(plan):
        for each in (session, full):
            each.apply(plan(each.design))

    both(lambda design: settings.set_setting(design, [2], "filters", 9))
    both(lambda design: shares.share(design, 4, 8))
    both(lambda design: nodes.delete(design, [6]))
    both(lambda design: shares.unshare(design, 8))
    both(as_pytorch)
    both(lambda design: nodes.freeze(design, [4, 8], True))
    session.undo()
    full.undo()
    assert session.analysis.pending
    touched, slices = set(), 0
    while session.analysis.pending and slices < 10_000:
        touched |= session.catch_up(1e-5).touched
        slices += 1
    assert touched
    assert slices > 1
    assert counted(session.design, session.analysis) == counted(full.design, full.analysis)


def test_a_deleted_layer_is_not_waited_for():
    session = Session(Design(line(numbers(8), Dense(units=8), 50)), settles=0)
    from convas.edits import nodes

    session.apply(nodes.delete(session.design, [node.id for node in session.design.nodes()]))
    session.catch_up()
    assert not session.analysis.pending
    assert session.totals.parameters == 0
    assert session.analysis.findings == {}


def test_all_at_once_is_the_rule():
    session = Session(Design(line(numbers(8), Dense(units=8), 50)))
    assert not session.analysis.pending
    assert session.totals.parameters == 50 * 72
