# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only place that knows plotly: a shape in, {data, layout} out. Imported when somebody asks a figure to move.

figures.js in the browser adds fonts, margins, separators and the scale; here are the colours that carry meaning.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analytics.figures.shapes import Bars, Columns, Heat, Series, Shape, Tone

COLOURS = {
    Tone.MAIN: "#8e3729",
    Tone.SECOND: "#2b6a94",
    Tone.THIRD: "#c28f2c",
    Tone.QUIET: "#cdbfb4",
    Tone.FOR: "#542788",
    Tone.AGAINST: "#b35806",
}
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}


def plotted(shape: Shape) -> dict[str, Any]:
    """{data, layout} as plotly's newPlot takes them."""
    if isinstance(shape, Bars):
        return _bars(shape)
    return _columns(shape) if isinstance(shape, Columns) else _heat(shape)


def labels(texts: Sequence[str], length: int = 34) -> list[str]:
    """Short labels, different from each other (equal ones would share one bar); the table has the whole text."""
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        label = text if len(text) <= length else text[: length - 1].rstrip() + "…"
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def _finished(traces: Sequence[Any], **layout: Any) -> dict[str, Any]:
    """The figure checked by plotly, as plain JSON without plotly's own template."""
    import plotly.graph_objects as go

    figure = go.Figure(data=list(traces), layout=go.Layout(template=None, **layout))
    document: dict[str, Any] = json.loads(figure.to_json())
    document["layout"].pop("template", None)
    return {"data": document["data"], "layout": document["layout"]}


def _colours(series: Series) -> str | list[str]:
    return COLOURS[series.tone] if isinstance(series.tone, Tone) else [COLOURS[tone] for tone in series.tone]


def _bars(shape: Bars) -> dict[str, Any]:
    import plotly.graph_objects as go

    shown, many = labels(list(shape.names)), len(shape.series) > 1
    height = 110 + len(shown) * (30 if shape.is_stacked or not many else 18 * len(shape.series) + 14)
    interval = None
    if shape.intervals is not None:
        pairs = [
            (high - (value or 0), (value or 0) - low)
            for (low, high), value in zip(shape.intervals, shape.series[0].values, strict=True)
        ]
        up, down = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        interval = {"type": "data", "array": up, "arrayminus": down, "color": "#201a18"}
    value = "%{x:.2~%}" if shape.is_share else "%{x}"
    traces = [
        go.Bar(
            name=one.name,
            orientation="h",
            y=shown,
            x=list(one.values),
            marker={"color": _colours(one)},
            error_x=interval,
            hovertemplate="%{y}: " + value + "<extra>" + (one.name if many else "") + "</extra>",
        )
        for one in shape.series
    ]
    return _finished(
        traces,
        barmode="stack" if shape.is_stacked else "group",
        bargap=0.25 if len(shown) > 2 else 0.6,
        showlegend=many,
        height=height if height > 576 else None,
        legend=LEGEND,
        xaxis={
            "tickformat": ",.2~%" if shape.is_share else ",d",
            "rangemode": "tozero",
            "gridcolor": "#e5ded8",
            "zeroline": False,
            "nticks": 5,
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "type": "category", "fixedrange": True},
    )


def _columns(shape: Columns) -> dict[str, Any]:
    import plotly.graph_objects as go

    traces = [
        go.Bar(
            name=one.name,
            x=list(shape.names),
            y=list(one.values),
            marker={"color": _colours(one)},
            hovertemplate="%{x}: %{y}<extra>" + one.name + "</extra>",
        )
        for one in shape.series
    ]
    return _finished(
        traces,
        barmode="stack",
        bargap=0.15,
        showlegend=True,
        legend=LEGEND,
        xaxis={"type": "category", "tickangle": 0 if len(shape.names) < 4 else -45, "nticks": 14, "fixedrange": True},
        yaxis={"tickformat": ",d", "rangemode": "tozero", "gridcolor": "#e5ded8", "nticks": 5, "fixedrange": True},
    )


def _heat(shape: Heat) -> dict[str, Any]:
    """Texts in the cells, dark on every colour of the scale."""
    import plotly.graph_objects as go

    trace = go.Heatmap(
        x=labels(list(shape.columns), 20),
        y=labels(list(shape.rows), 26),
        z=[list(row) for row in shape.values],
        text=[list(row) for row in shape.texts],
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
    slanted = -40 if len(shape.columns) > 3 else 0
    return _finished(
        [trace],
        height=170 + 44 * len(shape.rows) if len(shape.rows) > 9 else None,
        xaxis={"type": "category", "side": "top", "fixedrange": True, "tickangle": slanted},
        yaxis={"type": "category", "autorange": "reversed", "fixedrange": True},
    )
