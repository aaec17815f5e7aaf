# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The base map of the comune: what lies under every drawing, one layer a kind, from the comune's own files."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.database import lock, rows, writing
from deliberation.errors import NotAllowed, NotFound
from deliberation.places.base_files import Columns, Layer, read_layer
from deliberation.places.tables import BaseLayer
from deliberation.records import journal
from deliberation.text import tidy
from voting.canonical import canonical_json, sha256

NO_VERSION = ""


@dataclass(frozen=True, slots=True)
class LayerView:
    """A layer that somebody loaded. Another file or another attribution is another version."""

    layer: Layer
    version: str
    features: int
    attribution: str
    loaded_at: datetime


def may_edit_base_map(actor: Actor) -> NotAllowed | None:
    """The office of the whole city."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("base_map.not_yours")


async def load_layer(
    actor: Actor,
    layer: Layer,
    content: bytes,
    *,
    at: datetime,
    attribution: str = "",
    columns: Columns | None = None,
    system: str = "",
) -> LayerView:
    """A layer from a GeoJSON or a zipped shapefile, in place of the earlier one.

    Raises Invalid(base_map.…) with the number of the feature that cannot be drawn; the earlier layer then stays.
    """
    if refusal := may_edit_base_map(actor):
        raise refusal
    read = read_layer(layer, content, columns, system)
    source = tidy(attribution)[:300]
    version = sha256(canonical_json([layer.value, hashlib.sha256(read.content).hexdigest(), source]))[:16]
    row = BaseLayer(
        layer=layer.value,
        content=read.content,
        features=read.features,
        attribution=source,
        version=version,
        loaded_at=at,
    )
    async with writing():
        await lock("base map")
        await BaseLayer.delete().where(BaseLayer.layer == layer.value)
        await BaseLayer.insert(row)
        detail = {"features": read.features, "version": version}
        await journal.note(actor, "base_layer.loaded", "base_layer", layer.value, detail, at=at)
    return LayerView(layer, version, read.features, source, at)


async def remove_layer(actor: Actor, layer: Layer, *, at: datetime) -> None:
    """The base map without that layer. NotFound(base_map.no_layer) when there is none."""
    if refusal := may_edit_base_map(actor):
        raise refusal
    async with writing():
        await lock("base map")
        gone = await rows("DELETE FROM base_layer WHERE layer = {} RETURNING layer", layer.value)
        if not gone:
            raise NotFound("base_map.no_layer")
        await journal.note(actor, "base_layer.removed", "base_layer", layer.value, at=at)


async def layers() -> list[LayerView]:
    """The layers that are loaded, from the ground up."""
    found = await BaseLayer.select(
        BaseLayer.layer, BaseLayer.version, BaseLayer.features, BaseLayer.attribution, BaseLayer.loaded_at
    )
    views = {row["layer"]: LayerView(**row | {"layer": Layer(row["layer"])}) for row in found}
    return [views[layer] for layer in Layer if layer in views]


async def content(layer: Layer) -> bytes:
    """The GeoJSON of a layer: a feature a line, with `name` and `class`. NotFound(base_map.no_layer)."""
    found = await rows("SELECT content FROM base_layer WHERE layer = {}", layer.value)
    if not found:
        raise NotFound("base_map.no_layer")
    return gzip.decompress(bytes(found[0]["content"]))


async def contents() -> dict[Layer, bytes]:
    """The GeoJSON of every layer."""
    found = await rows("SELECT layer, content FROM base_layer")
    return {Layer(row["layer"]): gzip.decompress(bytes(row["content"])) for row in found}


async def version() -> str:
    """Changes whenever any layer does; NO_VERSION while there is none."""
    return version_of(await layers())


def version_of(views: Sequence[LayerView]) -> str:
    """The version of the whole map, from its layers."""
    if not views:
        return NO_VERSION
    return sha256(canonical_json([[view.layer.value, view.version] for view in views]))[:16]
