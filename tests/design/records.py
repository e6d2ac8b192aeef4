"""Random designs by construction: names are unique, links go from lower to higher ids, slots are free."""

from hypothesis import strategies as st

from convas import Conv2D, Dense, Flatten
from convas.design.delta import Change, Delta
from convas.design.records import Argument, Block, End, Header, Link, Node, Note, Share, Step, Variable

LAYERS = [Dense(units=3), Dense(units=4), Conv2D(filters=2), Flatten()]
BLOCK = 90
NODES = range(1, 7)


@st.composite
def states(draw):
    """The records of a valid design by id."""
    records = {0: Header(draw(st.sampled_from(["one", "two"])), draw(st.sampled_from(["keras", "pytorch"])))}
    chosen = sorted(draw(st.sets(st.sampled_from(NODES))))
    names = draw(st.permutations("abcdef"))
    if draw(st.booleans()):
        records[BLOCK] = Block(BLOCK, draw(st.sampled_from(["encoder", "decoder"])), (Argument("width", 8),))
    for key, name in zip(chosen, names, strict=False):
        scope = draw(st.sampled_from([0, BLOCK])) if BLOCK in records else 0
        records[key] = Node(key, name, draw(st.sampled_from(LAYERS)), draw(st.integers(0, 3)), 0, scope)
    for key in chosen:
        before = [other for other in chosen if other < key and records[other].scope == records[key].scope]
        if before and draw(st.booleans()):
            link = 10 * key + draw(st.integers(0, 2))
            records[link] = Link(link, draw(st.sampled_from(before)), key, 0, draw(st.integers(0, 1)))
        if before and draw(st.booleans()):
            share = 10 * key + 5 + draw(st.integers(0, 2))
            other = draw(st.sampled_from(before))
            weight = draw(st.sampled_from(["kernel", "bias"]))
            ends = End((Step(other),), weight), End((Step(key),), weight)
            records[share] = Share(share, *ends, records[key].scope, draw(st.booleans()))
    if draw(st.booleans()):
        records[95] = Note(95, draw(st.sampled_from(["why", "because"])))
        records[96] = Variable(96, "width", draw(st.integers(1, 9)))
    return records


def between(before, after):
    """The delta that leads from one state to another."""
    keys = sorted(before.keys() | after.keys())
    return Delta({key: Change(before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)})
