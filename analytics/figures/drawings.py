# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only place that knows plotly: rows in, {data, layout} out. Imported when a figure is drawn, not before.

figures.js in the browser adds fonts, margins, separators and the scale; here are the colours that carry meaning.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

BRICK, QUIET, SKY, OCHRE, GREEN = "#8e3729", "#cdbfb4", "#2b6a94", "#c28f2c", "#3f7d5c"
COLOURS = (BRICK, SKY, OCHRE, GREEN)


def short(text: str, length: int = 34) -> str:
    """A label that leaves room for the drawing; the table has the whole text."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def labels(texts: Sequence[str], length: int = 34) -> list[str]:
    """Short labels, different from each other (equal ones would share one bar)."""
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        label = short(text, length)
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def height_of(rows: int, series: int = 1) -> str:
    """The frame that a bar figure needs, as the page names it: short, medium or tall."""
    needed = _pixels(rows, series)
    return "short" if needed <= 252 else "medium" if needed <= 360 else "tall"


def _pixels(rows: int, series: int) -> int:
    return 110 + rows * (30 if series == 1 else 18 * series + 14)


def finished(traces: Sequence[Any], **layout: Any) -> dict[str, Any]:
    """The figure checked by plotly, as plain JSON without plotly's own template."""
    import plotly.graph_objects as go

    figure = go.Figure(data=list(traces), layout=go.Layout(template=None, **layout))
    document: dict[str, Any] = json.loads(figure.to_json())
    document["layout"].pop("template", None)
    return {"data": document["data"], "layout": document["layout"]}


def bars(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    colours: Sequence[Any] = COLOURS,
    errors: tuple[Sequence[float], Sequence[float]] | None = None,
    percent: bool = False,
    stacked: bool = False,
) -> dict[str, Any]:
    """Horizontal bars, the first row on top; `errors` are (upwards, downwards)."""
    import plotly.graph_objects as go

    shown = labels(list(names))
    height = _pixels(len(shown), 1 if stacked else len(series))
    interval = None
    if errors is not None:
        interval = {"type": "data", "array": list(errors[0]), "arrayminus": list(errors[1]), "color": "#201a18"}
    value = "%{x:.2~%}" if percent else "%{x}"
    traces = [
        go.Bar(
            name=name,
            orientation="h",
            y=shown,
            x=list(values),
            marker={"color": colours[at]},
            error_x=interval,
            hovertemplate="%{y}: " + value + "<extra>" + (name if len(series) > 1 else "") + "</extra>",
        )
        for at, (name, values) in enumerate(series)
    ]
    return finished(
        traces,
        barmode="stack" if stacked else "group",
        bargap=0.25 if len(shown) > 2 else 0.6,
        showlegend=len(series) > 1,
        height=height if height > 576 else None,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={
            "tickformat": ",.2~%" if percent else ",d",
            "rangemode": "tozero",
            "gridcolor": "#e5ded8",
            "zeroline": False,
            "nticks": 5,
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "type": "category", "fixedrange": True},
    )


def columns_over_time(names: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]) -> dict[str, Any]:
    """Stacked columns along a time axis of named steps."""
    import plotly.graph_objects as go

    traces = [
        go.Bar(
            name=name,
            x=list(names),
            y=list(values),
            marker={"color": COLOURS[at]},
            hovertemplate="%{x}: %{y}<extra>" + name + "</extra>",
        )
        for at, (name, values) in enumerate(series)
    ]
    return finished(
        traces,
        barmode="stack",
        bargap=0.15,
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"type": "category", "tickangle": 0 if len(names) < 4 else -45, "nticks": 14, "fixedrange": True},
        yaxis={"tickformat": ",d", "rangemode": "tozero", "gridcolor": "#e5ded8", "nticks": 5, "fixedrange": True},
    )


def heat(
    columns: Sequence[str],
    rows: Sequence[str],
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
) -> dict[str, Any]:
    """A heat map of shares with their text in the cells, dark on every colour of the scale."""
    import plotly.graph_objects as go

    trace = go.Heatmap(
        x=labels(list(columns), 20),
        y=labels(list(rows), 26),
        z=[list(row) for row in values],
        text=[list(row) for row in texts],
        texttemplate="%{text}",
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        showscale=False,
        hoverongaps=False,
        hovertemplate="%{y} · %{x}: %{text}<extra></extra>",
        colorscale=[[0, "#fdf6f1"], [1, "#d98e78"]],
        textfont={"color": "#201a18"},
    )
    return finished(
        [trace],
        height=170 + 44 * len(rows) if len(rows) > 9 else None,
        xaxis={"type": "category", "side": "top", "fixedrange": True, "tickangle": -40 if len(columns) > 3 else 0},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True},
    )
