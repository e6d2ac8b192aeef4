"""What must agree: an analysis with one from scratch, a design with one built from its records."""

from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.design.records import Block, Link, Node, Note, Share, Variable


def counted(design, analysis) -> dict:
    """Everything that an analysis tells of a design."""
    findings = analysis.findings.items()
    return {
        "order": analysis.ordered(),
        "environment": analysis.environment,
        "layers": {key: found.layer for key, found in findings},
        "shapes": {key: (found.inputs, found.outputs) for key, found in findings},
        "weights": {key: found.weights for key, found in findings},
        "costs": {key: (found.operations, found.memory) for key, found in findings},
        "figures": analysis.figures,
        "groups": {group.key: (group.members, group.problem) for group in analysis.groups.values()},
        "group of": analysis.group_of,
        "problems": {
            key: [(found.severity, analysis.told(key, found)) for found in analysis.problems(key)]
            for key in analysis.findings
        },
        "pending": analysis.pending,
        "totals": analysis.totals,
    }


def from_scratch(design) -> dict:
    """The same from an analysis that has seen nothing but the design as it is now."""
    rebuilt = Design(design.snapshot())
    analysis = Analysis(rebuilt)
    analysis.settle()
    return counted(rebuilt, analysis)


def lookups(design) -> dict:
    """The look-ups of a design; a scope that is empty now is as good as none."""
    return {
        "records": design.records,
        "inbound": design.inbound,
        "outbound": design.outbound,
        "shares": design.shares,
        "scopes": {scope: set(inside) for scope, inside in design.scopes.items() if inside},
        "names": {scope: names for scope, names in design.names.items() if names},
        "users": design.users,
        "all": [list(design.all(kind)) for kind in (Node, Link, Share, Block, Variable, Note)],
    }


def assert_consistent(design, analysis):
    """The incremental analysis and the look-ups are what they would be from nothing."""
    assert lookups(design) == lookups(Design(design.snapshot()))
    now, then = counted(design, analysis), from_scratch(design)
    for part, value in then.items():
        assert now[part] == value, part
