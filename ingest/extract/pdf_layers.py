"""Layers of a PDF (optional content), and which of them are switched off when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import resolve1

_MAX_LAYERS = 10_000


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a document, by object number."""

    there: bool = False
    off: frozenset[int] = frozenset()

    def hide(self, layer: Any) -> bool:
        """Tell whether content that belongs to a layer, or to a group of layers with a policy, is not shown."""
        if layer is None:
            return False
        number = getattr(layer, "objid", None)
        if number in self.off:
            return True
        group = resolve1(layer)
        members = resolve1(group.get("OCGs")) if isinstance(group, dict) else None
        if members is None:
            return False
        members = members if isinstance(members, list) else [group["OCGs"]]
        off = [getattr(member, "objid", None) in self.off for member in members[:_MAX_LAYERS]]
        if not off:
            return False
        policy = getattr(resolve1(group.get("P")), "name", "AnyOn")
        shown = {"AllOn": not any(off), "AnyOff": any(off), "AllOff": all(off)}.get(policy, not all(off))
        return not shown


def layers_of(document: PDFDocument) -> Layers:
    """Return the layers of a document, as its default configuration has them on a screen."""
    properties = _dictionary(document.catalog.get("OCProperties"))
    if not properties:
        return Layers()
    settings = _dictionary(properties.get("D"))
    every = _numbers(properties.get("OCGs"))
    starts_off = getattr(resolve1(settings.get("BaseState")), "name", "ON") == "OFF"
    off = every - _numbers(settings.get("ON")) if starts_off else frozenset()
    return Layers(True, off | _numbers(settings.get("OFF")) | _off_on_screen(settings))


def _off_on_screen(settings: dict[str, Any]) -> frozenset[int]:
    """Return the layers that a document asks to be switched off when it is viewed."""
    found: set[int] = set()
    usages = resolve1(settings.get("AS"))
    for usage in map(_dictionary, usages[:_MAX_LAYERS] if isinstance(usages, list) else ()):
        if getattr(resolve1(usage.get("Event")), "name", "") != "View":
            continue
        layers = resolve1(usage.get("OCGs"))
        for layer in layers[:_MAX_LAYERS] if isinstance(layers, list) else ():
            view = _dictionary(_dictionary(_dictionary(layer).get("Usage")).get("View"))
            if getattr(resolve1(view.get("ViewState")), "name", "") == "OFF":
                found.add(getattr(layer, "objid", 0))
    return frozenset(found)


def _numbers(layers: Any) -> frozenset[int]:
    found = resolve1(layers)
    return frozenset(item.objid for item in found if hasattr(item, "objid")) if isinstance(found, list) else frozenset()


def _dictionary(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}
