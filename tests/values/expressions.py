"""Random expressions by construction: every one has a value, whatever its names stand for."""

from dataclasses import dataclass

from hypothesis import strategies as st

from convas.values.size import ceil_div, least, most, pick

NAMES = ("a", "b", "c")
SMALL = st.integers(1, 12)
ENVIRONMENT = st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(1, 40)))


@dataclass(frozen=True)
class Expression:
    """An operation on expressions, names and numbers."""

    op: str
    parts: tuple

    def of(self, given):
        """The value, where names stand for what is given: numbers, named numbers or symbols."""
        values = [part.of(given) if isinstance(part, Expression) else given.get(part, part) for part in self.parts]
        return _OPERATIONS[self.op](*values)


_OPERATIONS = {
    "is": lambda a: a,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "floor": lambda a, b: a // b,
    "ceil": ceil_div,
    "mod": lambda a, b: a % b,
    "max": most,
    "min": least,
    # a condition on names only: names are at least 1, which is all that may be assumed
    "pick": lambda p, q, yes, no: pick(">=", p, q, yes, no, "so it is"),
}
_LEAVES = st.sampled_from(NAMES) | st.integers(-6, 12)


def _grown(inner):
    pair = st.tuples(inner, inner)
    divided = st.tuples(inner, SMALL | st.sampled_from(NAMES))
    return st.one_of(
        st.builds(Expression, st.sampled_from(["add", "sub", "mul", "max", "min"]), pair),
        st.builds(Expression, st.sampled_from(["floor", "ceil", "mod"]), divided),
        st.builds(Expression, st.just("pick"), st.tuples(_LEAVES, _LEAVES, inner, inner)),
    )


def expressions(without=()):
    """Expressions of a handful of operations."""
    tops = st.recursive(st.builds(Expression, st.just("is"), st.tuples(_LEAVES)), _grown, max_leaves=8)
    return tops.filter(lambda made: not _uses(made, without)) if without else tops


def _uses(made, ops):
    return made.op in ops or any(_uses(part, ops) for part in made.parts if isinstance(part, Expression))
