"""The menus: every command with its words, its place, its keys and its icon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from convas.desktop.shell.about import show_about, show_keys
from convas.desktop.shell.actions import Entry
from convas.desktop.shell.block_commands import DISSOLVE, LEAVE, LOOK, MAKE, OPEN, PEEL, PORTS
from convas.desktop.shell.share_commands import SINGLE
from convas.desktop.theme.look import Choice
from convas.exchange.calculations import Style
from convas.files.templates import templates
from convas.layers import registry
from convas.values.operations import WORDS

if TYPE_CHECKING:
    from convas.desktop.shell.commands import Commands


def entries(commands: Commands) -> Iterator[Entry]:
    """All entries, menu by menu."""
    for menu in (_file, _edit, _select, _view, _insert, _arrange, _analyse, _help):
        yield from menu(commands)


def _file(commands: Commands) -> Iterator[Entry]:
    filing = commands.window.filing
    yield Entry("File", "New", commands.new, ("Ctrl+N",), "file")
    yield Entry("File", "New from template…", commands.window.show_templates, ("Ctrl+Shift+N",), "table")
    for one in templates():
        opening = partial(filing.open_template, one.path)
        yield Entry("File/New from template", one.name, opening, name=f"Template {one.file}", listed=False)
    yield Entry("File", "Open…", filing.open, ("Ctrl+O",), "open")
    yield Entry("File/Open recent", "-")
    yield Entry("File", "-")
    yield Entry("File", "Save", filing.save, ("Ctrl+S",), "save")
    yield Entry("File", "Save as…", filing.save_as, ("Ctrl+Alt+S",))
    yield Entry("File/Export", "CSV…", lambda: filing.export("csv"), ("Ctrl+E",), "export")
    yield Entry("File/Export", "CSV, every layer…", lambda: filing.export("csv", flat=True), ("Ctrl+Shift+E",))
    yield Entry("File/Export", "Markdown…", lambda: filing.export("markdown"))
    yield Entry("File/Export", "JSON…", lambda: filing.export("json"))
    yield Entry("File/Export", "Text…", lambda: filing.export("table"))
    yield from commands.pictures.entries()
    yield Entry("File/Export", "Copy as Markdown", commands.copy_report, ("Ctrl+Alt+C",), "copy")
    yield Entry("File", "-")
    yield Entry("File", "Quit", QApplication.closeAllWindows, ("Ctrl+Q",))


def _edit(commands: Commands) -> Iterator[Entry]:
    document = commands.document
    window = commands.window
    yield Entry("Edit", "Undo", document.undo, ("Ctrl+Z",), "undo")
    yield Entry("Edit", "Redo", document.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo")
    yield Entry("Edit", "History", lambda: window.show_page(3), ("Ctrl+H",), "history")
    yield Entry("Edit", "-")
    clip, library = commands.clipboard, commands.own_blocks
    yield Entry("Edit", "Cut", clip.cut, ("Ctrl+X",), "cut", "Take the selection out, and close the gap if it fits")
    yield Entry("Edit", "Copy", clip.copy, ("Ctrl+C",), "copy")
    yield Entry("Edit", "Paste", clip.paste, ("Ctrl+V",), "paste")
    linking = "Paste, linked from where the originals were linked from"
    yield Entry("Edit", "Paste with links", clip.paste_linked, ("Ctrl+Shift+V",), "paste", linking)
    yield Entry("Edit", "Duplicate", clip.duplicate, ("Ctrl+D",), "copy")
    yield Entry("Edit", "Delete", commands.delete, ("Del", "Backspace"), "trash")
    yield Entry("Edit", "-")
    styles: tuple[tuple[str, Style, str], ...] = (
        ("text", "text", "Ctrl+Shift+C"),
        ("Markdown", "markdown", "Ctrl+Alt+M"),
        ("LaTeX", "latex", "Ctrl+Alt+L"),
    )
    for words, style, key in styles:
        copying = partial(commands.copy_calculation, style)
        yield Entry("Edit/Copy the calculation", f"As {words}", copying, (key,), "copy", name=f"Copy {style}")
    breakdown = window.bottom.breakdown
    yield Entry(
        "Edit/Copy the table", "With blocks as a tree", breakdown.copy, ("Ctrl+Shift+T",), "copy", name="Copy tree"
    )
    yield Entry(
        "Edit/Copy the table", "Every layer by its path", breakdown.copy_flat, ("Ctrl+Shift+K",), name="Copy flat"
    )
    yield Entry("Edit", "-")
    yield Entry(
        "Edit", "Find…", window.finder.ask, ("Ctrl+F",), "search", "Find a layer of the design, inside blocks too"
    )
    yield Entry("Edit", "Find next", window.finder.next, ("F3",))
    yield Entry("Edit", "Find previous", window.finder.previous, ("Shift+F3",))
    yield Entry("Edit", "-")
    yield Entry("Edit", "Rename", commands.rename, ("F2",), "pencil")
    yield Entry("Edit", "Edit settings", commands.edit_settings, ("Return",), "settings")
    changing = (
        ("New", commands.new_variable, "Ctrl+Alt+V", "plus"),
        ("Rename", commands.rename_variable, "Ctrl+Alt+R", "pencil"),
        ("Delete", commands.delete_variable, "Ctrl+Alt+D", "trash"),
    )
    for words, done, key, icon in changing:
        yield Entry("Edit/Variables", words, done, (key,), icon, name=f"{words} variable")
    saving = "Save the block to my library…"
    yield Entry("Edit", saving, library.save, ("Ctrl+Alt+K",), "save", "Keep the selected block for other designs")
    yield from commands.notes.changing()
    yield Entry("Edit", "Freeze or unfreeze", commands.freeze, ("Ctrl+Shift+F",), "lock")
    yield Entry("Edit", "Bypass or use again", commands.bypass, ("M",), "bypass")
    yield Entry("Edit", "-")
    yield Entry("Edit", "Keys…", commands.choose_keys, ("Ctrl+,",), "key", "Choose which keys every action has")


def _select(commands: Commands) -> Iterator[Entry]:
    yield Entry("Select", "All", commands.select_all, ("Ctrl+A",), name="Select all")
    yield Entry("Select", "Nothing", commands.document.selection.clear, ("Ctrl+Shift+A",), name="Select nothing")
    yield Entry("Select", "-")
    yield from commands.walking.entries()


def _view(commands: Commands) -> Iterator[Entry]:
    canvas = commands.window.canvas
    window = commands.window
    yield Entry("View", "Zoom in", canvas.zoom_in, ("Ctrl++", "Ctrl+="), "plus")
    yield Entry("View", "Zoom out", canvas.zoom_out, ("Ctrl+-",), "minus")
    yield Entry("View", "Actual size", canvas.actual_size, ("Ctrl+1",))
    yield Entry("View", "Show all", canvas.fit, ("Ctrl+0",), "fit")
    yield Entry("View", "Show the selection", lambda: canvas.fit(selection=True), ("F", "Home"))
    yield Entry("View", "Select and move", lambda: window.floats.tools.pan_with_hand(False), ("V",), "cursor")
    yield Entry("View", "Move the paper", lambda: window.floats.tools.pan_with_hand(True), ("H",), "hand")
    visits = window.visits
    yield Entry("View", "Back", visits.back, ("Ctrl+[",), "left", "To the place that was looked at before")
    yield Entry("View", "Forward", visits.forward, ("Ctrl+]",), "right")
    yield Entry("View", "Outline", partial(commands.show_side, "outline"), ("Ctrl+Shift+O",), "table")
    yield Entry("View", "-")
    yield from commands.heat.entries()
    for words, dock in (("Layers", "left_dock"), ("Inspector", "right_dock"), ("Numbers", "bottom_dock")):
        yield Entry("View/Panels", words, partial(commands.toggle, dock))
    yield Entry("View/Panels", "-")
    yield Entry("View/Panels", "Panels as at first", window.forget_layout)
    themes: tuple[tuple[str, Choice], ...] = (("As the system", "system"), ("Light", "light"), ("Dark", "dark"))
    for words, choice in themes:
        icon = {"light": "sun", "dark": "moon"}.get(choice, "")
        yield Entry("View/Theme", words, partial(commands.choose_theme, choice), icon=icon)


def _insert(commands: Commands) -> Iterator[Entry]:
    window = commands.window
    yield Entry("Insert", "Find a layer", window.palette_panel.start_typing, ("/",), "search")
    yield Entry("Insert", "Type a layer here", commands.quick_add, ("Tab",), "plus")
    yield from commands.notes.adding()
    for name, kind in PORTS:
        yield Entry("Insert", name, partial(commands.blocks.add_port, kind), tip=kind.apart)
    yield from commands.walking.link_entries()
    yield Entry("Insert", "-")
    for family, name in registry.FAMILIES.items():
        for one in (one for one in registry.listed() if one.family == family):
            menu = f"Insert/{name.replace('&', '&&')}{'' if one.common else '/More'}"
            yield Entry(menu, one.title, partial(commands.add_kind, one), name=f"Insert {one.kind}")


def _arrange(commands: Commands) -> Iterator[Entry]:
    yield Entry("Arrange", "Arrange all", commands.arrange_all, ("Ctrl+L",), "arrange")
    yield Entry("Arrange", "Arrange the selection", commands.arrange_selection, ("Ctrl+Shift+L",))
    yield from commands.flow.entries()
    yield Entry("Arrange", "-")
    blocks = commands.blocks
    yield Entry("Arrange", MAKE, blocks.make, ("Ctrl+G",), "block", "Put the selected layers into one")
    yield Entry("Arrange", DISSOLVE, blocks.dissolve, ("Ctrl+Shift+G",), "", "Put its layers in its place")
    yield Entry("Arrange", OPEN, blocks.open, ("Ctrl+Down",), "open", "Edit what it holds, everywhere it is used")
    yield Entry("Arrange", LEAVE, blocks.leave, ("Ctrl+Up",), "", "Go to the drawing around it")
    yield Entry("Arrange", LOOK, blocks.look_inside, ("E",), "eye", "Show or hide what it holds, where it stands")
    yield Entry("Arrange", PEEL, blocks.peel, ("Ctrl+Alt+G",), "repeat", "Make one repetition a block that may differ")
    yield Entry("Arrange", "-")
    yield from commands.aligning.entries()
    yield from commands.walking.nudge_entries()


def _analyse(commands: Commands) -> Iterator[Entry]:
    window = commands.window
    shares = commands.shares
    yield Entry("Analyse", "Share the weights", shares.share, ("Ctrl+Shift+S",), "chain")
    single = "Choose which weights of two selected layers are the same, such as an embedding's and an output's"
    yield Entry("Analyse", SINGLE, shares.share_single, ("Ctrl+Alt+W",), "chain", single)
    yield Entry("Analyse", "Unshare", shares.unshare, ("Ctrl+Shift+U",), "unlink")
    yield Entry(
        "Analyse", "Mend", commands.mend, ("Ctrl+M",), "wand", "Do the first thing that mends the selected layer"
    )
    yield Entry("Analyse", "-")
    yield Entry("Analyse", "Count as Keras", lambda: commands.count_as("keras"))
    yield Entry("Analyse", "Count as PyTorch", lambda: commands.count_as("pytorch"))
    yield Entry("Analyse", "-")
    for part, words in WORDS.items():
        including = partial(commands.include, part)
        yield Entry("Analyse/FLOPs include", words.capitalize(), including, checkable=True, name=f"FLOPs {part}")
    yield Entry("Analyse", "-")
    yield from commands.answers.entries()
    yield from commands.practice.entries()
    yield Entry("Analyse", "-")
    yield Entry("Analyse", "Breakdown", lambda: window.show_page(0), ("Ctrl+B",), "table")
    yield Entry("Analyse", "Unfold all blocks", commands.unfold_all, ("Ctrl+Alt+B",), "down")
    yield Entry("Analyse", "Fold all blocks", commands.fold_all, ("Ctrl+Alt+Shift+B",), "right")
    yield Entry("Analyse", "Charts", lambda: window.show_page(1), ("Ctrl+Shift+B",), "chart")
    yield Entry("Analyse", "Problems", lambda: window.show_page(2), ("Ctrl+Shift+M",), "error")


def _help(commands: Commands) -> Iterator[Entry]:
    window = commands.window
    yield Entry("Help", "Search actions", commands.search_actions, ("Ctrl+K", "Ctrl+Shift+P"), "search")
    yield Entry("Help", "Help", commands.help, ("F1",), "help")
    yield Entry("Help", "Keys", lambda: show_keys(window, window.actions_), ("Shift+F1", "?"), "key")
    yield Entry("Help", "About Convas", lambda: show_about(window), icon="info")
