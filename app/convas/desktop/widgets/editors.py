"""Which editor suits a setting, and the one for a setting that is itself a layer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from convas.desktop.widgets.basics import button, label
from convas.desktop.widgets.fields import (
    NONE,
    AxesField,
    ChoiceField,
    DecimalField,
    Field,
    Formulas,
    LineField,
    ListBox,
    NumberField,
    NumbersField,
    OpenSwitchField,
    PairsField,
    SwitchField,
)
from convas.layers.forms import Setting
from convas.layers.holding import takers
from convas.layers.layer import Layer, settings_of
from convas.layers.unknown import Unknown
from convas.layers.validation import plain

_NOTHING = "none"
_GAP, _FEW = 4, 12


def field_for(setting: Setting) -> Field:
    """The editor that suits a setting."""
    form = setting.form
    match form.kind:
        case "choice":
            return ChoiceField(setting)
        case "switch":
            return OpenSwitchField(setting) if form.optional else SwitchField()
        case "numbers":
            return NumbersField(form)
        case "pairs":
            return PairsField(form)
        case "axes":
            return AxesField(form)
        case "decimal":
            return DecimalField(form)
        case "number":
            return NumberField(form)
        case "layer":
            return LayerField(setting)
        case _:
            return LineField(form)


class LayerField(Field):
    """A list of kinds, and below it the settings of the one that is chosen; rare ones are folded away.

    What is entered is offered as a file would have it, so that a bad setting is refused in its own words.
    """

    unfolded = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = setting.form
        assert form.holds is not None
        kinds = sorted(takers(form.holds), key=lambda kind: kind.title.lower())
        self._kinds: list[type[Layer] | None] = [*([None] if form.optional else []), *kinds]
        self.list: QComboBox = ListBox([(_NOTHING if kind is None else kind.title) for kind in self._kinds])
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(8)
        if len(kinds) > _FEW:
            self._typed()
        self.list.activated.connect(self._picked)
        self.inner: dict[str, Field] = {}
        self._layer: Layer | None = None
        self._formulas = NONE
        self._open = False
        self.fold = button("", self._toggle, "fold")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self.list)
        self._column.addWidget(self.fold)
        self._parts: list[QWidget] = []
        self.setLayout(self._column)
        self.setFocusProxy(self.list)

    def set_value(self, value: Any, formulas: Formulas = NONE) -> None:
        layer, self._formulas = value if isinstance(value, Layer) else None, formulas
        with QSignalBlocker(self.list):
            kind = None if layer is None else type(layer)
            if kind in self._kinds:
                self.list.setCurrentIndex(self._kinds.index(kind))
            else:
                self.list.setCurrentIndex(-1)
        if type(layer) is not type(self._layer) or (layer is not None and not self.inner):
            self._build(layer)
        self._layer = layer
        for name, field in self.inner.items():
            field.set_value(getattr(layer, name), _within(formulas, name))

    def set_wrong(self, wrong: bool) -> None:
        for field in self.inner.values():
            if not wrong or field.hasFocus() or field.isAncestorOf(self.focusWidget() or self.list):
                field.set_wrong(wrong)

    def _typed(self) -> None:
        """Let a long list be searched by typing."""
        self.list.setEditable(True)
        self.list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.list.model(), self.list)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list.setCompleter(completer)

    def _build(self, layer: Layer | None) -> None:
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts, self.inner = [], {}
        settings = [] if layer is None else _shown(layer)
        rare = [setting for setting in settings if setting.rare]
        for setting in [setting for setting in settings if not setting.rare or self._open]:
            title, field = label(setting.title, "quiet"), field_for(setting)
            title.setToolTip(setting.description)
            field.setToolTip(setting.description)
            field.setAccessibleName(setting.title)
            field.offered.connect(lambda value, name=setting.name: self._offer(name, value))
            field.finished.connect(self.finished)
            self.inner[setting.name] = field
            self._parts += [title, field]
            self._column.addWidget(title)
            self._column.addWidget(field)
        self._column.removeWidget(self.fold)
        self._column.addWidget(self.fold, alignment=Qt.AlignmentFlag.AlignLeft)
        self.fold.setText("fewer" if self._open else "more")
        self.fold.setVisible(bool(rare))

    def _toggle(self) -> None:
        self._open = not self._open
        layer = self._layer
        self._build(layer)
        self.set_value(layer, self._formulas)

    def _picked(self, index: int) -> None:
        kind = self._kinds[index]
        if kind is not (None if self._layer is None else type(self._layer)):
            self.offered.emit(None if kind is None else plain(kind))
        self.finished.emit()

    def _offer(self, name: str, value: Any) -> None:
        if isinstance(self._layer, Unknown):
            return
        if self._layer is not None:
            self.offered.emit({"kind": self._layer.kind, "settings": {**dict(self._layer), name: value}})


def _within(formulas: Formulas, name: str) -> Formulas:
    """The formulas of one setting of the held layer."""
    start = f".{name}"
    found = {field[len(start) :]: told for field, told in formulas.items() if field.startswith(start)}
    return {field: told for field, told in found.items() if field[:1] in ("", "[", ".")} or NONE


def _shown(layer: Layer) -> list[Setting]:
    """The settings of a held layer; layers that hold others are Keras's, so what only PyTorch has is left out."""
    usual = plain(type(layer)) if type(layer).title else layer
    return [
        setting
        for name, setting in settings_of(type(layer)).items()
        if setting.only != "pytorch" or getattr(layer, name) != getattr(usual, name)
    ]
