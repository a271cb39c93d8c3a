"""Which features of a map count, and for which party."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from fnmatch import translate
from typing import Any, NamedTuple

from territorial.errors import InputError
from territorial.lexicon.maps import LayerRule, Preset, map_presets

Layers = str | Mapping[str, str | None] | Iterable[str] | None

# Properties that name a feature's layer, in lower case, the most telling first.
LAYER_PROPERTIES = (
    "layer", "layer_name", "layername", "layer_type", "status", "control", "controlled_by",
    "party", "side", "name", "title", "folder", "styleurl", "fill",
)  # fmt: skip
# Where a map without a choice of layers is looked at for more than one of them.
_TELLING = LAYER_PROPERTIES[:9]
# What a feature is called that names no layer.
UNNAMED = "(unnamed)"


class Hit(NamedTuple):
    """What became of a feature: its party, the layer that said so, a note; or unknown."""

    party: str | None
    layer: str
    note: str | None = None
    known: bool = True


class Choice:
    """The layers that count, ready to be asked about features."""

    def __init__(
        self, rules: tuple[LayerRule, ...] | None, party: str, preset: Preset | None = None
    ) -> None:
        self.rules = rules
        self.party = party
        self.preset = preset
        named = [rule.party for rule in rules or () if rule.party]
        self.parties = tuple(dict.fromkeys([party, *named]))
        self._patterns = [
            (rule, re.compile(translate(rule.pattern), re.IGNORECASE)) for rule in rules or ()
        ]
        self._seen: dict[tuple[str, ...], Hit] = {}
        self._wanted = tuple(
            dict.fromkeys([rule.property.lower() for rule in rules or ()] + [*LAYER_PROPERTIES])
        )

    @property
    def by_file(self) -> bool:
        """Whether the file's own name may stand for a layer."""
        return any(rule.property in {"file", "*"} for rule in self.rules or ())

    @property
    def key(self) -> str:
        """What tells this choice from another, for the cache."""
        return repr((self.rules, self.party))

    def hit(self, properties: Mapping[str, Any], file: str) -> Hit:
        """The party for which a feature counts."""
        lowered = {
            str(name).lower(): text
            for name, value in properties.items()
            if (text := _text(value)) is not None
        }
        if self.rules is None:
            layer = next((lowered[name] for name in _TELLING if name in lowered), "")
            return Hit(self.party, layer)
        lowered["file"] = os.path.splitext(os.path.basename(file))[0]
        values = tuple(lowered.get(name, "") for name in (*self._wanted, "file"))
        hit = self._seen.get(values)
        if hit is None:
            hit = self._seen[values] = self._find(lowered)
        return hit

    def _find(self, lowered: dict[str, str]) -> Hit:
        for rule, pattern in self._patterns:
            if rule.property == "*":
                texts = [lowered[name] for name in (*LAYER_PROPERTIES, "file") if name in lowered]
            else:
                texts = [lowered[rule.property.lower()]] if rule.property.lower() in lowered else []
            for text in texts:
                if pattern.match(text):
                    return Hit(rule.party, _short(text), rule.note)
        layer = next((lowered[name] for name in LAYER_PROPERTIES if name in lowered), "")
        return Hit(None, _short(layer) or UNNAMED, known=False)


def _text(value: Any) -> str | None:
    """A property as text; numbers too, for layers are often told apart by a code."""
    if isinstance(value, str):
        return value.replace("\xa0", " ")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:g}" if abs(value) < 1e6 else str(value)
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def choose_layers(layers: Layers, party: str) -> Choice:
    """The choice that `layers=` describes.

    Raises
    ------
    InputError
        If a preset is unknown, a mapping says nothing, or none of its parties is `party`.
    """
    if not party:
        raise InputError("the id of a party", repr(party), "pass party='russia' or another id")
    if layers is None:
        return Choice(None, party)
    if isinstance(layers, str):
        presets = map_presets()
        if layers not in presets:
            raise InputError(
                "a preset of layers, a list of layer names or a mapping of layers to parties",
                repr(layers), "choose one of " + ", ".join(presets) + f", or pass [{layers!r}]",
            )  # fmt: skip
        return _checked(Choice(presets[layers].rules, party, presets[layers]), layers)
    pairs: list[tuple[str, str | None]]
    pairs = (
        list(layers.items()) if isinstance(layers, Mapping) else [(one, party) for one in layers]
    )
    if not pairs or not all(isinstance(name, str) for name, _ in pairs):
        raise InputError("at least one layer name", repr(layers), "name the layers that count")
    rules = []
    for name, counted in pairs:
        field, _, pattern = name.rpartition("=")
        rules.append(LayerRule(field or "*", pattern, counted))
    return _checked(Choice(tuple(rules), party), layers)


def _checked(choice: Choice, layers: object) -> Choice:
    named = {rule.party for rule in choice.rules or () if rule.party}
    if choice.party not in named:
        raise InputError(
            "a party that the layers count for", repr(choice.party),
            "choose one of " + ", ".join(sorted(named)) + f"; the layers are {layers!r}",
        )  # fmt: skip
    return choice
