"""Help: how to begin, every kind of layer, and how exact it is; found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat, QTextTable
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column
from convas.exchange.help_pages import exactness_page, page
from convas.layers import registry
from convas.resources import resource

_GUIDES = {
    "start": "First steps",
    "cards": "Cards and the heat map",
    "sharing": "Sharing weights",
    "variables": "Variables and formulas",
    "blocks": "Blocks",
    "answers": "Checking answers",
    "keys": "Hands and keys",
}
_EXACT = "exactness"
_TOPIC = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """Topics at the left, a page at the right. A topic is a kind's name or a guide's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Help")
        self.resize(880, 640)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find help")
        self.search.setAccessibleName("Find help")
        self.search.setClearButtonEnabled(True)
        self.topics = QListWidget()
        self.topics.setAccessibleName("Topics")
        self.view = QTextBrowser()
        self.view.setAccessibleName("Help page")
        self.view.setOpenLinks(False)
        self.view.anchorClicked.connect(self._follow)
        self.view.document().setDocumentMargin(20)
        left = QWidget()
        left.setLayout(column(self.search, self.topics, margins=(0, 0, 8, 0), gap=8))
        both = QSplitter()
        both.addWidget(left)
        both.addWidget(self.view)
        both.setStretchFactor(1, 1)
        both.setSizes([230, 640])
        self.setLayout(column(both, margins=(12, 12, 12, 12)))
        self.search.textChanged.connect(self._fill)
        self.topics.currentItemChanged.connect(self._chosen)
        look.changed.connect(self.search.clear)
        look.changed.connect(self._again)
        self._fill("")

    def show_topic(self, topic: str) -> None:
        """Bring a page to the front: `Conv2D`, `start`, `sharing`, `exactness`."""
        self.search.clear()
        for row in range(self.topics.count()):
            if self.topics.item(row).data(_TOPIC) == topic:
                self.topics.setCurrentRow(row)
        self.show()
        self.raise_()
        self.activateWindow()

    def _again(self) -> None:
        self._fill("")

    def _fill(self, typed: str) -> None:
        current = self.topics.currentItem()
        topic = current.data(_TOPIC) if current is not None else "start"
        self.topics.clear()
        if not typed.strip():
            for name, title in _GUIDES.items():
                self._add(title, name)
            self._add("How exact it is", _EXACT)
        for family, title in registry.FAMILIES.items():
            kinds = [kind for kind in registry.search(typed) if kind.family == family]
            if kinds:
                self._add(title.upper(), "")
            for kind in kinds:
                self._add(kind.title, kind.kind)
        rows = [row for row in range(self.topics.count()) if self.topics.item(row).data(_TOPIC) == topic]
        if rows and not typed.strip():
            self.topics.setCurrentRow(rows[0])
        elif self.topics.count() > 1:
            self.topics.setCurrentRow(1 if typed.strip() else 0)

    def _add(self, title: str, topic: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_TOPIC, topic)
        if not topic:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(fonts.font("section"))
            item.setForeground(look.theme["text3"])
        self.topics.addItem(item)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        topic = "" if item is None else item.data(_TOPIC)
        if topic:
            self.view.setMarkdown(_markdown(topic))
            _set_out(self.view.document())

    def _follow(self, url: QUrl) -> None:
        """A link leads to another topic, never out of the program."""
        self.show_topic(url.path())


def _set_out(document: QTextDocument) -> None:
    """Room between paragraphs, and tables in the theme's lines: Markdown itself leaves both to the reader."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        in_table = QTextCursor(block).currentTable() is not None
        code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
        made = QTextBlockFormat()
        made.setTopMargin({0: 0, 1: 0}.get(level, 14))
        made.setBottomMargin(0 if in_table or code else 8)
        made.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(made)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format().toTableFormat()
            form.setBorderBrush(look.theme["line"])
            form.setBorderCollapse(True)
            form.setCellPadding(6)
            form.setBottomMargin(10)
            frame.setFormat(form)


def _markdown(topic: str) -> str:
    if topic in _GUIDES:
        return resource("help", f"{topic}.md").read_text("utf-8")
    if topic == _EXACT:
        return exactness_page()
    kind = registry.find(topic)
    return "" if kind is None else page(kind)
