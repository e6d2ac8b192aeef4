"""The breakdown's rows: made when they are looked at, sorted and filtered among those of one block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Final

from convas.analysis.finding import Finding
from convas.analysis.inside import Path
from convas.analysis.report import Row, branch_row, row
from convas.analysis.tree import MOST_PLACES, Tree, numbers
from convas.design.records import Node
from convas.desktop.document import Document
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.study.find import Search, Words
from convas.values import text

MOST_ROWS: Final = 1_000
"""So many rows are listed inside one block; a sentence tells of the rest."""
_TOO_MUCH: Final = f"More than {text.count(MOST_PLACES)} layers are inside, too many to list. Open the block instead."


@dataclass(slots=True, eq=False)
class Item:
    """A row of the tree. `made` are all rows below it, `shown` those in sight in their order; None until asked for.

    `words` stand where there is no row; `which` says which repetitions are meant where they differ. `number` is
    given with the first rows below.
    """

    above: Item | None
    key: int
    row: Row | None = None
    words: str = ""
    which: str = ""
    at: int = 0
    number: int = 0
    made: list[Item] | None = None
    shown: list[Item] | None = None
    tree: Tree | None = field(default=None, repr=False)

    @property
    def place(self) -> Path:
        return (self.key,) if self.above is None else () if self.row is None else self.row.place

    def stands_at(self, place: Path) -> bool:
        """Whether the row stands for a place, alone or together with others that are alike."""
        branch = None if self.row is None else self.row.branch
        return self.place == place or (branch is not None and place in branch.places)


class Rows:
    """What the model shows. `sorted_by` is a column and whether downwards; `search` is what the filter asks for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers = count(1)
        self._typed = ""
        self.sorted_by: tuple[int, bool] | None = None
        self.tops: dict[int, Item] = {}
        self.unfolded: dict[int, Item] = {}
        self.restart()

    def restart(self) -> None:
        """Forget all rows: another design, or other numbers everywhere."""
        session = self._document.session
        self.tops, self.unfolded = {}, {}
        self._words = Words(session.design, session.analysis)
        self.search_for(self._typed)

    def search_for(self, typed: str) -> None:
        self._typed = typed
        self.search = Search(self._words, typed)

    def search_again(self) -> None:
        """What is inside blocks is another."""
        if self.search:
            self.search_for(self._typed)

    # the drawing

    def chosen(self) -> list[int]:
        """The nodes of the drawing that have rows in sight, in the order of the rows."""
        analysis = self._document.session.analysis
        ids = [key for key in analysis.ordered() if key in analysis.figures]
        if self.search:
            ids = [key for key in ids if self._found(key, analysis.findings[key])]
        if self.sorted_by is not None:
            column, down = self.sorted_by
            ids.sort(key=lambda key: COLUMNS[column].key(self.row(self.top(key))), reverse=down)
        return ids

    def top(self, key: int) -> Item:
        """The item of a node of the drawing."""
        found = self.tops.get(key)
        if found is None:
            found = self.tops[key] = Item(None, key)
        return found

    def row(self, item: Item) -> Row:
        """What an item says, made at first sight."""
        if item.row is None:
            session = self._document.session
            item.row = row(session.design, session.analysis, item.key, self._document.included)
        return item.row

    def tidy(self) -> None:
        """Forget the rows of nodes that are gone."""
        figures = self._document.session.analysis.figures
        for key in [key for key in self.tops if key not in figures]:
            self.drop(self.tops.pop(key))

    def _found(self, key: int, finding: Finding) -> bool:
        node = self._document.design.get(Node, key)
        if node is None:
            return False
        return self.search.has(node.name, node, finding) or self.search.inside(node.name, finding)

    # inside blocks

    def holds(self, item: Item) -> bool:
        """Whether anything is inside."""
        if item.above is None:
            finding = self._document.session.analysis.findings.get(item.key)
        else:
            finding = None if item.row is None or item.row.branch is None else item.row.branch.finding
        return finding is not None and opens(finding)

    def below(self, item: Item) -> list[Item]:
        """The items in sight below one."""
        if item.shown is None:
            if item.made is None:
                self.take(item, self.made(item))
            item.shown = self.sighted(item, item.made or [])
            number(item.shown)
        return item.shown

    def take(self, item: Item, made: list[Item]) -> None:
        """Put items below one."""
        item.made = made
        if not item.number:
            item.number = next(self._numbers)
        self.unfolded[item.number] = item

    def made(self, item: Item) -> list[Item]:
        """New items for all that is directly inside, the first of very many."""
        branch, session = self.row(item).branch, self._document.session
        if branch is None or branch.finding.inside is None:
            return []
        inside, tree = branch.finding.inside, self._tree(item)
        if tree.closed(branch):
            return [Item(item, 0, words=_TOO_MUCH)]
        rows = []
        for inner in islice(tree.below(branch), MOST_ROWS):
            shown = branch_row(session.design, session.analysis, inner, self._document.included)
            first = shown.place[-2]
            which = numbers(inside.repeat, range(first, first + inside.times(first)))
            rows.append(Item(item, shown.id, shown, which=which))
        rest = sum(sum(1 for _ in run.shown()) for run in inside.runs) - len(rows)
        if rest:
            rows.append(Item(item, 0, words=f"and {text.count(rest)} more. Open the block to see them."))
        return rows

    def sighted(self, item: Item, made: list[Item]) -> list[Item]:
        """What of these the filter leaves, as they are sorted; all where only the block itself was meant."""
        rows, words = [one for one in made if not one.words], [one for one in made if one.words]
        if self.finds_inside(item):
            rows = [one for one in rows if self._matches(self.row(one))]
        if self.sorted_by is not None:
            column, down = self.sorted_by
            rows.sort(key=lambda one: COLUMNS[column].key(self.row(one)), reverse=down)
        return [*rows, *words]

    def finds_inside(self, item: Item) -> bool:
        """Whether the filter finds something inside a block."""
        shown = self.row(item) if self.search and not item.words else None
        return shown is not None and shown.branch is not None and self.search.inside(shown.path, shown.branch.finding)

    def finding_blocks(self, most: int) -> Iterator[Item]:
        """The blocks that the filter finds something in, outermost first, until so many rows are in sight."""
        waiting = [self.top(key) for key in self.chosen()] if self.search else []
        rows = len(waiting)
        for item in waiting:
            if rows > most:
                return
            if not item.words and self.holds(item) and self.finds_inside(item):
                yield item
                waiting += self.below(item)
                rows += len(self.below(item))

    def drop(self, item: Item) -> None:
        """Forget what is below one."""
        for inner in item.made or ():
            self.drop(inner)
        self.unfolded.pop(item.number, None)
        item.made = item.shown = item.tree = None
        item.number = 0

    def _matches(self, shown: Row) -> bool:
        branch = shown.branch
        if branch is None:
            return False
        return self.search.has(shown.path, branch.node, branch.finding) or self.search.inside(
            shown.path, branch.finding
        )

    def _tree(self, item: Item) -> Tree:
        top = item
        while top.above is not None:
            top = top.above
        if top.tree is None:
            session = self._document.session
            top.tree = Tree(session.design, session.analysis, top.key)
        return top.tree


def opens(finding: Finding) -> bool:
    """Whether anything is inside a block."""
    return finding.inside is not None and any(finding.inside.runs[0].shown())


def number(items: list[Item]) -> None:
    """Tell items where they stand."""
    for at, item in enumerate(items):
        item.at = at
