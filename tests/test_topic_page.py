import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis.errors import TooLittleData
from analysis.topic_map import COLUMNS
from analysis.topic_page import save_topic_page

TABLE = pd.DataFrame(
    [
        ("a", "<script>alert(1)</script> & more", 0.0, 1.0, 0, 'moss "x", fern', 1.0),
        ("b", None, 1.0, 0.0, 0, 'moss "x", fern', 0.3),
        ("c", "Stars", 0.5, 0.5, 1, "<b>opera</b>", 0.9),
    ],
    columns=COLUMNS,
)


class Read(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def test_every_paper_is_a_point_with_its_title_as_plain_text(tmp_path):
    path = save_topic_page(TABLE, tmp_path / "map.html", title="A <map>")
    page = Read(path.read_text(encoding="utf-8"))
    points = [attrs for tag, attrs in page.tags if tag == "circle"]
    assert [(point["cx"], point["cy"]) for point in points] == [
        ("0.0", "0.0"),
        ("1000.0", "700.0"),
        ("500.0", "350.0"),
    ]
    assert [point.get("class") for point in points] == [None, "loose", None]
    assert '<script>alert(1)</script> & more – 0 moss "x", fern' in page.texts
    assert 'Without title – 0 moss "x", fern' in page.texts
    assert "A <map>" in page.texts
    assert not {tag for tag, _ in page.tags} & {"script", "b", "map", "link", "img", "iframe"}
    assert [attrs["id"] for tag, attrs in page.tags if tag == "input"] == ["s0", "s1"]


def test_the_page_asks_for_nothing(tmp_path):
    text = save_topic_page(TABLE, tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"" in text
    assert not re.search(r"https?:|src=|href=|url\(|@import", text)


def test_without_topics_there_is_no_page(tmp_path):
    with pytest.raises(TooLittleData):
        save_topic_page(TABLE.head(0), tmp_path / "map.html")
    with pytest.raises(KeyError, match="strength"):
        save_topic_page(TABLE.drop(columns="strength"), tmp_path / "map.html")
    assert not list(tmp_path.iterdir())
