"""Any edits in any order: whatever a person does, the numbers are right, and every step can be taken back."""

from contextlib import suppress
from functools import partial

from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from build import chain, exercise, numbers
from compare import assert_consistent, counted
from convas import Dense, Refused
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Block, Link, Node, Note, Share, Variable
from convas.edits import arrange, bindings, blocks, edit, links, nodes, settings, shares, variables
from convas.edits.conventions import switch
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.layers.validation import differing
from convas.session import Session
from files.samples import SMALL
from layers.samples import any_layer, layers

BLOCK = [Block(20, "tower"), *(Node(key, f"n{key}", Dense(units=4), scope=20) for key in (21, 22)), Link(23, 21, 22)]
NAMED = [
    Variable(30, "width", 4),
    Variable(31, "a", 1, "width * 2"),
    Variable(32, "b", 1, "c"),
    Variable(33, "c", 1, "b"),
]
BOUND = [
    Node(34, "bound", Dense(units=4), bindings=(("units", "a"),)),
    Node(35, "lost", Dense(units=4), bindings=(("colour", "2"), ("units", "b"))),
]
STARTS = {
    "nothing": (),
    "with a block": (*SMALL, *BLOCK),
    "with variables": (*SMALL, *NAMED, *BOUND, Link(36, 4, 34), Link(37, 34, 35)),
    "the exercise": exercise().design.snapshot(),
}
pick = st.integers(0, 40)
picks = st.lists(pick, max_size=4)
names = st.sampled_from(["", "conv1", "dense_1", "me", " me ", "{0}", "名前", "=1+1", "a\nb", "half \ud83e", "x" * 101])
weights = st.sampled_from(["kernel", "bias", "gamma", "embeddings", "weight", "running_mean"])
slots = st.sampled_from([None, 0, 1, 2, -1, 100_000])
places = st.integers(-40, 40).map(lambda n: 8 * n)
odd = st.sampled_from([0, 1, 3, 2**63, -1, None, True, 0.5, "same", "T", (3, 3), (), ((1, 1), (0, 2)), (None, "T", 4)])
labels = st.sampled_from(["", "width", "a", "b", "depth", " a ", "max", "2x", "名前"])
formulas = st.sampled_from(
    ["width", "a + 1", "2 * b", "a // b", "depth % 3", "max(a, b)", "4", "-1", "4 *", "", "{me}"]
)
some = precondition(lambda self: self.keys())
named = precondition(lambda self: self.keys(Variable))
used = precondition(lambda self: any(self.session.design.uses.values()))
linked = precondition(lambda self: self.keys(Link))


class AnyEdits(RuleBasedStateMachine):
    """One person at one design. `states` holds the file after every step of the history."""

    @initialize(start=st.sampled_from(list(STARTS)))
    def open(self, start):
        self.begin(Session(Design(STARTS[start])))

    def begin(self, session):
        self.session = session
        self.states = [self.file()]

    def file(self):
        return to_bytes(self.session.design.snapshot())

    def keys(self, *kinds):
        return [record.id for record in self.session.design.snapshot() if isinstance(record, kinds or Node)]

    def one(self, number, *kinds):
        found = self.keys(*kinds)
        return found[number % len(found)]

    def many(self, numbers, *kinds):
        found = self.keys(*kinds)
        return [found[number % len(found)] for number in numbers]

    def do(self, plan):
        """Plan an edit, and carry it out if it is not refused. Planning changes nothing."""
        design = self.session.design
        before = design.snapshot()
        planned = None
        with suppress(Refused):
            planned = plan(design)
        assert design.snapshot() == before
        if planned is not None:
            self.take(lambda: self.session.apply(planned))
            self.note()

    def note(self):
        """Note the file after this step; what was undone is there still where nothing came of the edit."""
        if not self.session.undone:
            self.states[len(self.session.done) :] = [self.file()]

    def take(self, change):
        """Make a change; it says what it changed, of the records and of the numbers."""
        design, analysis = Design(self.session.design.snapshot()), self.session.analysis
        before = None if analysis.pending else (dict(analysis.findings), dict(analysis.figures))
        update = change()
        design.apply(update.delta)
        assert design.snapshot() == self.session.design.snapshot()
        if before is not None and not analysis.pending:
            for was, now in zip(before, (analysis.findings, analysis.figures), strict=True):
                assert {key for key in now if now[key] != was.get(key)} <= update.touched

    @rule(layer=any_layer(), x=places, y=places, name=names, inside=st.booleans(), source=pick | st.none())
    def add(self, layer, x, y, name, inside, source):
        scope = self.one(0, Block) if inside and self.keys(Block) else 0
        after = None if source is None or not self.keys() else self.one(source)
        self.do(lambda design: nodes.add_node(design, layer, x, y, name=name, scope=scope)[0])
        if after is not None:
            self.do(lambda design: links.connect(design, after, self.keys()[-1]))

    @rule(note=st.sampled_from([Note(1, "why"), Block(1, "tower")]))
    def write_a_note_or_begin_a_block(self, note):
        fields = {name: getattr(note, name) for name in note.__slots__ if name != "id"}
        self.do(lambda design: edit.Edit("Add", Delta.adding(type(note)(design.next_id(), **fields))))

    @some
    @rule(numbers=picks)
    def delete(self, numbers):
        self.do(lambda design: nodes.delete(design, self.many(numbers, Node, Link, Share, Note)))

    @some
    @rule(number=pick, name=names)
    def rename(self, number, name):
        self.do(lambda design: nodes.rename(design, self.one(number), name))

    @some
    @rule(numbers=picks, x=places, y=places, merge=st.sampled_from(["", "drag"]))
    def move(self, numbers, x, y, merge):
        chosen = self.many(numbers, Node, Note)
        self.do(lambda design: nodes.move(design, dict.fromkeys(chosen, (x, y)), merge=merge))

    @some
    @rule(numbers=picks, on=st.booleans(), how=st.sampled_from([nodes.freeze, nodes.bypass]))
    def freeze_or_bypass(self, numbers, on, how):
        self.do(lambda design: how(design, self.many(numbers), on))

    @some
    @rule(a=pick, b=pick, output=st.sampled_from([0, 0, 0, 1, -1]), slot=slots)
    def connect(self, a, b, output, slot):
        self.do(lambda design: links.connect(design, self.one(a), self.one(b), output, slot))

    @linked
    @rule(number=pick, a=pick, b=pick, slot=slots.map(lambda slot: slot or 0))
    def reconnect(self, number, a, b, slot):
        ends = {"source": self.one(a), "target": self.one(b)}
        self.do(lambda design: links.reconnect(design, self.one(number, Link), **ends, input=slot))

    @linked
    @rule(number=pick, layer=any_layer())
    def insert(self, number, layer):
        def plan(design):
            planned, node = nodes.add_node(design, layer, scope=design.node(link.source).scope)
            return edit.Edit("Insert", planned.delta.then(links.insert(design, link.id, node)))

        link = self.session.design.get(Link, self.one(number, Link))
        self.do(plan)

    @some
    @rule(a=pick, b=pick)
    def share(self, a, b):
        self.do(lambda design: shares.share(design, self.one(a), self.one(b)))

    @some
    @rule(a=pick, b=pick, kind=st.sampled_from(["Conv2D", "Dense"]))
    def share_what_can_be_shared(self, a, b, kind):
        alike = [key for key in self.keys() if self.session.design.node(key).layer.kind == kind]
        if alike:
            self.do(lambda design: shares.share(design, alike[a % len(alike)], alike[b % len(alike)]))

    @some
    @rule(a=pick, weight=weights, b=pick, other=weights, turned=st.booleans())
    def share_weight(self, a, weight, b, other, turned):
        ends = self.one(a), weight, self.one(b), other
        self.do(lambda design: shares.share_weight(design, *ends, transposed=turned))

    @some
    @rule(number=pick)
    def unshare(self, number):
        self.do(lambda design: shares.unshare(design, self.one(number)))

    @some
    @rule(number=pick, field=pick, value=odd, merge=st.sampled_from(["", "typing"]))
    def set_one(self, number, field, value, merge):
        key = self.one(number)
        fields = list(type(self.session.design.node(key).layer).model_fields)
        if fields:
            name = fields[field % len(fields)]
            self.do(lambda design: settings.set_setting(design, [key], name, value, merge=merge))

    @some
    @rule(number=pick, data=st.data(), merge=st.sampled_from(["", "typing"]))
    def set_several(self, number, data, merge):
        key = self.one(number)
        values = differing(data.draw(layers(type(self.session.design.node(key).layer))))
        if values:
            self.do(lambda design: settings.set_settings(design, [key], values, merge=merge))

    @some
    @rule(number=pick, field=pick, place=st.sampled_from(["", "", "[0]", "[1]", "[0][1]"]), formula=formulas)
    def bind(self, number, field, place, formula):
        key = self.one(number)
        fields = list(type(self.session.design.node(key).layer).model_fields)
        if fields:
            name = fields[field % len(fields)]
            self.do(lambda design: bindings.bind(design, [key], name + place, formula))

    @some
    @rule(numbers=st.lists(pick, min_size=1, max_size=3), formula=formulas, more=odd)
    def assign(self, numbers, formula, more):
        chosen = self.many(numbers)
        name = {Dense: "units"}.get(type(self.session.design.node(chosen[0]).layer), "filters")
        self.do(lambda design: bindings.assign(design, chosen, {name: formula}))
        self.do(lambda design: bindings.assign(design, chosen, {"kernel_size": (formula, more)}))

    @some
    @rule(number=pick)
    def unbind(self, number):
        key = self.one(number)
        for field, _ in self.session.design.node(key).bindings[:1]:
            self.do(partial(bindings.unbind, ids=[key], field=field))

    @rule(name=labels, value=st.integers(-3, 9), formula=formulas)
    def add_a_variable(self, name, value, formula):
        self.do(lambda design: variables.add_variable(design, name, value, formula)[0])

    @named
    @rule(number=pick, name=labels, how=st.sampled_from([variables.rename_variable, variables.set_formula]))
    def rename_a_variable(self, number, name, how):
        self.do(lambda design: how(design, self.one(number, Variable), name))

    @named
    @rule(number=pick, value=st.integers(-3, 9), merge=st.sampled_from(["", "drag"]))
    def slide_a_variable(self, number, value, merge):
        self.do(lambda design: variables.set_value(design, self.one(number, Variable), value, merge=merge))

    @named
    @rule(number=pick, formula=formulas)
    def work_a_variable_out(self, number, formula):
        self.do(lambda design: variables.set_formula(design, self.one(number, Variable), formula))

    @named
    @rule(numbers=picks, plainly=st.booleans())
    def delete_variables(self, numbers, plainly):
        how = nodes.delete if plainly else variables.delete_variables
        self.do(lambda design: how(design, self.many(numbers, Variable)))

    @rule(convention=st.sampled_from(["keras", "pytorch"]))
    def set_convention(self, convention):
        self.session.catch_up()
        self.do(lambda design: switch(design, self.session.analysis, convention))

    @some
    @rule(numbers=picks, name=st.sampled_from(["b1", "b2", "conv1", ""]))
    def make_a_block(self, numbers, name):
        analysis = self.session.analysis
        # a share that does not fit lets all that hangs together with it count unshared; a block may part them
        settled = not analysis.pending and not any(group.problem for group in analysis.groups.values())
        before, known = self.session.totals, len(self.session.done)
        self.do(lambda design: blocks.make_block(design, self.many(numbers), name)[0])
        if settled and not self.session.analysis.pending and before.complete and len(self.session.done) != known:
            assert self.session.totals == before

    @used
    @rule(number=pick)
    def dissolve(self, number):
        self.do(lambda design: blocks.dissolve(design, self.use(number)))

    @used
    @rule(number=pick, repetition=st.integers(0, 3))
    def peel(self, number, repetition):
        self.do(lambda design: blocks.peel(design, self.use(number), repetition))

    @used
    @rule(number=pick, times=st.sampled_from([1, 2, 3, 0]), shared=st.booleans())
    def repeat(self, number, times, shared):
        values = {"repeat": times, "shared": shared}
        self.do(lambda design: settings.set_settings(design, [self.use(number)], values))

    @some
    @rule(number=pick, inside=st.booleans(), around=pick)
    def use_a_block(self, number, inside, around):
        if self.keys(Block):
            scope = self.one(around, Block) if inside else 0
            self.do(lambda design: blocks.use_block(design, self.one(number, Block), scope=scope)[0])

    @some
    @rule(number=pick, name=st.sampled_from(["width", "w", "1x"]), other=st.sampled_from(["width", "w", "max"]))
    def arguments(self, number, name, other):
        if self.keys(Block):
            block = self.one(number, Block)
            self.do(lambda design: blocks.add_argument(design, block, name, 3))
            self.do(lambda design: blocks.rename_argument(design, block, name, other))
            self.do(lambda design: blocks.delete_argument(design, block, name))

    @used
    @rule(number=pick, value=st.sampled_from([1, 4, None, "2 * 3", "nothing", "("]))
    def give(self, number, value):
        use = self.use(number)
        block = self.session.design.get(Block, self.session.design.node(use).layer.block)
        if block.arguments:
            self.do(lambda design: blocks.give(design, use, {block.arguments[0].name: value}))

    @rule(number=pick, kind=st.sampled_from([BlockInput, BlockOutput]))
    def add_a_port(self, number, kind):
        if self.keys(Block):
            self.do(lambda design: nodes.add_node(design, kind(), scope=self.one(number, Block))[0])

    def use(self, number):
        uses = [key for key in self.keys() if isinstance(self.session.design.node(key).layer, Use)]
        return uses[number % len(uses)]

    @rule(name=names)
    def rename_design(self, name):
        self.do(lambda design: settings.rename_design(design, name))

    @rule(numbers=picks)
    def arrange(self, numbers):
        self.do(lambda design: arrange.arrange(design, self.many(numbers) if self.keys() and numbers else None))

    @rule(x=places)
    def move_and_count_otherwise_in_one_step(self, x):
        with self.session.together("Both"):
            for key in self.keys()[:1]:
                self.session.apply(nodes.move(self.session.design, {key: (x, x)}))
            self.session.catch_up()
            self.session.apply(switch(self.session.design, self.session.analysis, "pytorch"))
        self.note()

    @rule(steps=st.integers(0, 12), how=st.sampled_from(["undo", "redo", "go_to"]))
    def travel(self, steps, how):
        self.take(lambda: self.session.go_to(steps) if how == "go_to" else getattr(self.session, how)())
        assert self.file() == self.states[len(self.session.done)]

    @rule(seconds=st.sampled_from([None, 0, 1e-5]))
    def be_slow_or_quick(self, seconds):
        self.session.settles = seconds
        self.session.catch_up(seconds)

    @rule(stay=st.booleans())
    def save_and_open(self, stay):
        opened = Session(from_bytes(self.file()), self.session.settles)
        assert to_bytes(opened.design.snapshot()) == self.file()
        if not opened.analysis.pending and not self.session.analysis.pending:
            now, then = (counted(one.design, one.analysis) for one in (opened, self.session))
            assert now == then
        if not stay:
            self.begin(opened)

    @invariant()
    def the_numbers_are_right(self):
        if not self.session.analysis.pending:
            assert_consistent(self.session.design, self.session.analysis)

    def teardown(self):
        if not hasattr(self, "session"):
            return
        for steps in (len(self.session.done), 0, len(self.states) - 1):
            self.session.go_to(steps)
            self.session.catch_up()
            assert self.file() == self.states[steps]
            assert_consistent(self.session.design, self.session.analysis)


TestAnyEdits = AnyEdits.TestCase
TestAnyEdits.settings = effort(max_examples=max(200, 2 * effort().max_examples))


def test_a_size_that_was_unknown_for_a_while_leaves_no_trace():
    net = chain(numbers(8), Dense(units=4))
    before = net.totals
    net.set(1, shape=(None,))
    net.undo()
    assert net.totals == before
