"""The topic map as one HTML file that works offline: point at a paper to read its title."""

import os
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import TooLittleData, require_pandas
from analysis.frames import to_rows
from analysis.saving import write_together
from analysis.topic_map import COLUMNS
from analysis.topic_tables import NO_TOPICS, short_names

# of Okabe and Ito (2008), without yellow; from the eighth topic on they come again, so that names are written
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555")
SIZE = 1000
# nothing is loaded and nothing runs: the page has neither scripts nor addresses
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 15px/1.4 sans-serif; margin: 1rem auto; max-width: 78rem; padding: 0 1rem; color: #222 }
svg { display: block; width: 100%; max-height: 80vh }
label { display: inline-block; margin: 0 1.2em .2em 0; border-left: .8em solid }
circle { stroke-width: 1.5; fill-opacity: .75 }
circle.loose { fill: white }
circle:hover { stroke: black; stroke-width: 3 }
text { font-size: 17px; font-weight: bold; text-anchor: middle; pointer-events: none;
  paint-order: stroke; stroke: white; stroke-width: 5px }
@media (max-width: 40rem) { text { font-size: 36px } circle { r: 9px } }
"""


def save_topic_page(table: pd.DataFrame, path: str | os.PathLike[str], *, title: str = "Topic map") -> Path:
    """Write the map as an HTML page and return its path: titles on pointing, topics to switch off.

    The page needs no network and runs no script; titles and labels stand in it as plain text.

    Parameters
    ----------
    table : DataFrame
        What `topic_map` returns.
    path : path
        The file to be written; one that is there is replaced.
    title : str

    Raises
    ------
    KeyError
        If a column is missing.
    TooLittleData
        If there are no topics.
    """
    require_pandas(table, COLUMNS, "table", "`topic_map`")
    if table.empty:
        raise TooLittleData(NO_TOPICS)
    target = Path(path)
    write_together({target: _page(table, title).encode("utf-8", "replace")})
    return target


def _page(table: pd.DataFrame, title: str) -> str:
    labels = {int(row["topic"]): str(row["label"]) for row in to_rows(table.drop_duplicates("topic"))}
    sizes, short = table["topic"].value_counts(), short_names(pd.Series(labels))
    rules, boxes, points, names = [], [], [], []
    for topic in sorted(labels):
        color = COLORS[topic % len(COLORS)]
        rules.append(f"body:has(#s{topic}:not(:checked)) .t{topic} {{ display: none }}")
        rules.append(
            f".t{topic} circle {{ stroke: {color} }} .t{topic} circle:not(.loose) {{ fill: {color} }}"
        )
        boxes.append(
            f'<label style="border-color: {color}"><input type="checkbox" id="s{topic}" checked>'
            f"{topic} {escape(labels[topic])} ({sizes[topic]:,})</label>"
        )
        own = table[table["topic"] == topic]
        points.append(f'<g class="t{topic}">{"".join(map(_point, to_rows(own)))}</g>')
        x, y = _place(own["x"].median(), own["y"].median())
        names.append(f'<text class="t{topic}" x="{x}" y="{y}">{topic} {escape(short[topic])}</text>')
    view = f"-20 -20 {SIZE + 40} {SIZE * 0.7 + 40:.0f}"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE}{' '.join(rules)}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>Point at a paper to read its title. Papers with similar texts lie "
        "together; distances between groups mean nothing. Open circles: papers that stand with their topic "
        f'in less than half of the clustering runs.</p>{"".join(boxes)}<svg viewBox="{view}" role="img" '
        f'aria-label="{escape(title)}">{"".join(points)}{"".join(names)}</svg></body></html>\n'
    )


def _point(row: dict[str, Any]) -> str:
    x, y = _place(row["x"], row["y"])
    loose = ' class="loose"' if row["strength"] is not None and row["strength"] < 0.5 else ""
    text = f"{row['title'] or 'Without title'} \u2013 {row['topic']} {row['label']}"
    return f'<circle{loose} cx="{x}" cy="{y}" r="5"><title>{escape(text)}</title></circle>'


def _place(x: float, y: float) -> tuple[str, str]:
    return f"{SIZE * x:.1f}", f"{0.7 * SIZE * (1 - y):.1f}"
