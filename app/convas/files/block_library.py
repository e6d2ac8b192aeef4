"""The block library: ready-made blocks that are shipped, and the user's own in a folder of theirs.

Every block is a file with a design that uses it once. The folder is given in; without one there are no own blocks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Block, Header, Node, Record
from convas.edits.copying import inside_of
from convas.edits.edit import Refused
from convas.edits.fragment import Fragment, blocks_of
from convas.edits.naming import checked
from convas.edits.ports import placed
from convas.files.errors import FileError, cannot
from convas.files.fragments import from_design
from convas.files.read import from_bytes, read_bytes
from convas.files.store import SUFFIX, write_atomically
from convas.files.write import to_bytes
from convas.layers.use import Use
from convas.resources import resource
from convas.values.convention import Convention


@dataclass(frozen=True, slots=True)
class Item:
    """A block of the library: what it is called, what is said of it, and where it is kept."""

    title: str
    note: str
    path: Path
    own: bool = False


class Library:
    """`faults` are sentences about files in the user's folder that are no blocks; they are left alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self._ready: dict[Convention, list[Item]] = {}

    def ready(self, convention: Convention) -> list[Item]:
        """The ready-made blocks as one framework writes them."""
        if convention not in self._ready:
            paths = resource("blocks", convention).glob(f"*{SUFFIX}")
            found = [_header(path, path.read_bytes()) for path in paths]
            self._ready[convention] = sorted(found, key=lambda item: item.title.lower())
        return self._ready[convention]

    def own(self) -> list[Item]:
        """The user's blocks, by name; what is damaged is skipped and told in `faults`."""
        self.faults = []
        found: list[Item] = []
        try:
            paths = sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder is not None else []
        except OSError:
            paths = []
        for path in paths:
            try:
                header = _opened(path).header
            except FileError as error:
                self.faults.append(str(error))
            else:
                found.append(Item(header.name, header.note, path, own=True))
        return sorted(found, key=lambda item: item.title.lower())

    def load(self, item: Item) -> Fragment:
        """The block as something to paste."""
        return from_design(_opened(item.path))

    def save(self, design: Design, block_id: int, name: str, note: str = "") -> Item:
        """Keep a block of a design under a name, with the blocks inside it."""
        block = design.get(Block, block_id)
        if self.folder is None or block is None:
            raise Refused("Select a block to keep it in your library.")
        title = self._free(name)
        records: list[Record] = [Header(title, design.header.convention, note)]
        layer = placed(design, Use(block=block_id), 0)
        use = Node(design.next_id(), title, layer)
        for one in blocks_of(design, [use]):
            records += [replace(one, name=title) if one is block else one, *inside_of(design, one.id).records]
        path = self._path(title)
        _write(path, [*records, use])
        return Item(title, note, path, own=True)

    def rename(self, item: Item, name: str) -> Item:
        """Another name for one of the user's blocks."""
        title = self._free(name, item)
        kept = _opened(item.path)
        use = next(kept.nodes())
        block = kept.get(Block, getattr(use.layer, "block", 0))
        assert block is not None
        header, inner = replace(kept.header, name=title), replace(block, name=title)
        kept.apply(Delta.replacing((kept.header, header), (block, inner), (use, replace(use, name=title))))
        _write(item.path, list(kept.snapshot()))
        return replace(item, title=title)

    def delete(self, item: Item) -> None:
        """Take one of the user's blocks out of the library."""
        try:
            item.path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot("deleted", item.path, error) from None

    def _free(self, name: str, but: Item | None = None) -> str:
        title = checked(name)
        others = [one for one in self.own() if but is None or one.path != but.path]
        if any(one.title.lower() == title.lower() for one in others):
            raise Refused(f"Your library has a block called {title} already. Choose another name.", "name")
        return title

    def _path(self, title: str) -> Path:
        """A file of its own, with a name that every file system takes."""
        assert self.folder is not None
        bare = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in title).strip(" -")[:50] or "block"
        path, number = self.folder / f"{bare}{SUFFIX}", 2
        while path.exists():
            path, number = self.folder / f"{bare} {number}{SUFFIX}", number + 1
        return path


def _header(path: Path, data: bytes) -> Item:
    """What a shipped file says of itself, without reading all of it as a design."""
    told: dict[str, Any] = json.loads(data)["design"]
    return Item(told["name"], told.get("note", ""), path)


def _opened(path: Path) -> Design:
    design = from_bytes(read_bytes(path), path.name)
    drawn = list(design.nodes())
    if len(drawn) != 1 or not isinstance(drawn[0].layer, Use):
        raise FileError(f"{path.name} cannot be used: its drawing is not one block.")
    return design


def _write(path: Path, records: list[Record]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot("saved", path, error) from None
    write_atomically(path, to_bytes(records))
