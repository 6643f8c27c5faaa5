"""The author page: cells worked out by hand from the seed page, and a small page with other traps."""

import textwrap
from pathlib import Path

import pandas as pd
import pytest
from readings import told

from analysis.readers import Reading, Source, author_page
from analysis.readers.author_page import entry_head

ROOT = Path(__file__).parent.parent
SEED = next((ROOT / "seeds").glob("000_*.txt")).read_text()
OTHER = (Path(__file__).parent / "pages" / "author_page.txt").read_text()


def read(text: str, **facts: object) -> Reading:
    return told(author_page.read(Source("page.txt", text.encode(), text, facts)))


def at(reading: Reading, line: int) -> dict:
    return next(record for record in reading.records if record["source_line"] == line)


# first author and last words of the title of every entry, read off the page by eye
SEAMS = [
    "Analysis, and Recommendations|Hongrong Cheng",
    "Unsupervised Person Re-Identification|Xinyu Zhang",
    "Stock-specific News Analyzing Model|Jinan Zou",
    "Is Possible Without Retraining|Hongrong Cheng",
    "Active Learning by Feature Mixing|Amin Parvaneh",
    "Imaging: Methods and Results|Eduardo Pérez-Pellitero",
    "Weight-Variant Latent Causal Models|Yuhang Liu",
    "Through the Lens of Change|Yuhang Liu",
    "for Differentiable DAG Learning|Zhen Zhang",
    "Learning with Augmented Prompts|Yichao Cai",
    "for Multi-Source Domain Adaptation|Yuhang Liu",
    "for a Robust Adversarial Defense|Bao Gia Doan",
    "for Concept Extraction in LLMs|Yuhang Liu",
    "in Causal Reinforcement Learning|Haiyao Cao",
    "Pre-trained Models with Search Engines|Hamed Damirchi",
    "for Semi-supervised Semantic Segmentation|Yuhao Lin",
    "for Single-Cell Perturbation Prediction|Wenkang Jiang",
    "Factor Graph Neural Networks|Zhen Zhang",
    "for Single-Cell Perturbation Prediction?|Wenkang Jiang",
    "Structured Pruning for Large Language Models|Hongrong Cheng",
    "for Differentiable DAG Learning|Zhen Zhang",
    "for Chemical Dynamics Understanding|Xinyu Li",
    "Entropic Dispersion, and Cross-Modal Divergence|Yichao Cai",
    "for Enhanced Few-Shot Learning|Tianjiao Jiang",
    "Semantic Role Labeling Guided Out-of-distribution Detection|Jinan Zou",
    "Identifiable Latent Neural Causal Models|Yuhang Liu",
    "Human-Interpretable Concepts from Data?|Yuhang Liu",
    "Partial Causal Model for Multimodal Learning|Yuhang Liu",
    "in Multimodal Representation Learning|Yichao Cai",
    "for Training-free Class-Agnostic Counting|Yuhao Lin",
    "Action Planning with Large Language Models|Bahram Mohammadi",
    "is Key in Zero-Shot Video Captioning|Mingkai Tian",
    "Commonsense Knowledge for Remote Object Grounding|Bahram Mohammadi",
    "Full Experience Replay for Continual Learning|Dong Gong",
    "Network for Human Interaction Understanding|Zhenhua Wang",
    "for More Successful Visual Navigation|Mahdi Kazemi Moghaddam",
    "with Online Value Look-Ahead|Amin Parvaneh",
]


def test_every_line_of_the_seed_comes_apart():
    records = read(SEED).records
    assert len(records) == len(SEAMS) == 37
    for record, seam in zip(records, SEAMS, strict=True):
        title, first = seam.split("|")
        assert record["title"].endswith(title)
        assert record["authors"][0] == first
        assert len(record["authors"]) == 3


def test_cells_of_the_seed():
    reading = read(SEED, saved=2026)
    assert reading.problems == []
    first = reading.records[0]
    assert first == {
        "source_line": 1,
        "field": "LG",
        "date": "Aug 13, 2023",
        "published": pd.Timestamp("2023-08-13"),
        "date_precision": "day",
        "date_inferred": False,
        "has_code": True,
        "title": "A Survey on Deep Neural Network Pruning-Taxonomy, Comparison, Analysis, and Recommendations",
        "authors": ["Hongrong Cheng", "Miao Zhang", "Javen Qinfeng Shi"],
        "authors_truncated": False,
        "abstract": first["abstract"],
    }
    assert first["abstract"].startswith("Modern deep neural networks, particularly recent large")
    assert first["abstract"].endswith("https://github.com/hrcheng1066/awesome-pruning.")
    sixth = at(reading, 16)
    assert (sixth["field"], sixth["has_code"], sixth["authors_truncated"]) == ("CV", False, True)
    assert sixth["authors"] == ["Eduardo Pérez-Pellitero", "Sibi Catley-Chandar", "Richard Shaw"]
    last = at(reading, 109)
    assert last["title"] == "Show, Price and Negotiate: A Negotiator with Online Value Look-Ahead"
    assert last["authors"] == ["Amin Parvaneh", "Ehsan Abbasnejad", "Qi Wu"]
    assert last["abstract"].endswith("price consistency, and dialogue quality.")
    assert last["published"] == pd.Timestamp("2019-05-07")


def test_the_year_of_saving_is_declared_or_reasoned():
    undated = {37: "01-28", 49: "05-25", 55: "05-19", 64: "03-12", 67: "01-27"}
    for reading in (read(SEED), read(SEED, saved=2026)):
        for line, day in undated.items():
            record = at(reading, line)
            assert record["published"] == pd.Timestamp(f"2026-{day}")  # 2025 is the latest year printed
            assert record["date_inferred"] is True
        assert sum(record["date_inferred"] for record in reading.records) == 5
    (problem,) = read(SEED).problems
    assert problem["source_line"] == 37
    assert "5 dates have no year; taken as 2026" in problem["problem"]
    assert "`saved`" in problem["problem"]


@pytest.mark.parametrize("saved", [2024, 2025])
def test_a_year_of_saving_that_cannot_be_is_a_problem(saved):
    (problem,) = read(SEED, saved=saved).problems
    assert f"says {saved}, but the page prints dates of 2025" in problem["problem"]


def test_without_any_year_nothing_is_guessed():
    reading = read("LGJan 28\nPruning of ModelsWei Li, Ming Xu\nWe prune models. Models shrink.\n")
    assert "published" not in reading.records[0]
    assert reading.records[0]["date"] == "Jan 28"
    assert "One date has no year, and no year stands on the page" in reading.problems[0]["problem"]


def test_the_small_page():
    reading = read(OTHER, saved=2024)
    spin, torch, colour, note, cold = reading.records
    assert spin["title"] == "Spin Glasses on the Bethe Lattice III"
    assert spin["authors"] == ["Ada Example", "Émile O'Hara-Lund", "Jan van den Berg"]
    assert (spin["field"], spin["heading"]) == ("math-ph", "Group of Ada Example")
    assert spin["abstract"].endswith("for the Bethe lattice. It holds at all temperatures.")
    assert (torch["title"], torch["authors"]) == ("Is Sampling with PyTorch Exact?", ["Émile O'Hara-Lund"])
    assert (torch["field"], torch["has_code"]) == ("stat ML", True)
    assert torch["published"] == pd.Timestamp("2024-02-29")
    assert colour["title"] == "Colour, Light and Shadow: Seeing with CLIP"
    assert colour["authors"] == ["zujie wen", "Ada Example"]
    assert "abstract" not in colour
    assert note["authors"] == ["Ada Example", "Jan van den Berg"]
    assert (cold["title"], cold["field"]) == ("Exact Sampling of Spins at 4K", "quant-ph")
    assert "published" not in cold
    rows = {(row["source_line"], row["problem"].split(";")[0].split(",")[0]) for row in reading.problems}
    assert rows >= {
        (10, "No abstract follows this title"),
        (12, "No abstract follows this title"),
        (12, "The same author stands twice in this line"),
        (14, "There is no such day as 'Feb 30"),
    }


def test_a_leap_day_that_the_year_does_not_have_is_left_out():
    reading = read(OTHER)  # 2022 is the latest year printed, so 2023
    assert "published" not in reading.records[1]
    assert any("no such day as 'Feb 29' in 2023" in row["problem"] for row in reading.problems)


def test_months_alone_and_no_authors_and_a_lost_title():
    page = (
        "CVMarch 2021\nOn Graphs\nGraphs are everywhere. We count them.\n"
        "CVMay 2, 2021\n"
        + "We study graphs that are lost. They have a title, which is not here. " * 5
        + "\nMLJun 3, 2021\n"
    )
    reading = read(page)
    bare, lost, empty = reading.records
    assert (bare["title"], bare["date_precision"]) == ("On Graphs", "month")
    assert "authors" not in bare
    assert "title" not in lost
    assert lost["abstract"].startswith("We study graphs that are lost.")
    assert set(empty) >= {"field", "date", "published"}
    assert len([row for row in reading.problems if row["source_line"] == 1]) == 1


def test_a_page_cut_in_the_middle_keeps_its_last_entry():
    cut = SEED[: SEED.index("The Devil is in the Distributions") + 40]
    reading = read(cut, saved=2026)
    assert len(reading.records) == 32
    assert reading.records[-1]["title"].startswith("The Devil is in the Distributions")
    assert any(row["source_line"] == 94 for row in reading.problems)


ABSTRACT = "We study how {} are done, and show that they are done well. The bound which we give is tight."
ENTRIES = [
    ("CVAug 1, 2023", "Weighing Beetles in Closed Boxes", ["Mara Lind", "Bo Ek"]),
    ("LGJul 2, 2023Code", "Sampling Rivers by Their Clocks", ["Mara Lind", "Noor van Dijk"]),
    ("stat MLMay 3, 2022", "Pruning Graphs of Boxes", ["Noor van Dijk", "Bo Ek"]),
]
ODD = "Learning to Count Beetles at Night"


def page(
    head: str | None, place: int = 1, *, stop: bool = False, names: str = "Mara Lind, Bo Ek", foot: str = ""
) -> str:
    entries = [
        f"{first}\n{title}{', '.join(people)}\n{ABSTRACT.format(title.lower())}"
        for first, title, people in ENTRIES
    ]
    odd = f"{ODD}{names}\n{ABSTRACT.format('counts')}"
    if place and stop:
        entries[place - 1] = entries[place - 1].removesuffix(".")
    entries.insert(place, odd if head is None else f"{head}\n{odd}")
    return "\n".join(entries) + "\n" + foot


def at_title(reading: Reading, title: str) -> dict:
    (record,) = [record for record in reading.records if record.get("title") == title]
    return record


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize(
    ("head", "date", "precision", "code"),
    [
        ("LG2023", "2023-01-01", "year", False),
        ("LG13 Aug 2023", "2023-08-13", "day", False),
        ("LG2023-08-13", "2023-08-13", "day", False),
        ("LG, CVAug 13, 2023", "2023-08-13", "day", False),
        ("LG · Aug 13, 2023", "2023-08-13", "day", False),
        ("LGAug 13, 2023Code 12", "2023-08-13", "day", True),
        ("LGAug 13, 2023Code5", "2023-08-13", "day", True),
        ("LGAug 13, 2023 · Code", "2023-08-13", "day", True),
        ("LGMay", "2024-05-01", "month", False),
        ("LG13 Aug", "2024-08-13", "day", False),
        ("LGAug 13th, 2023", "2023-08-13", "day", False),
        ("LGSept. 2023", "2023-09-01", "month", False),
    ],
)
def test_other_ways_to_print_field_and_date(head, date, precision, code, place):
    record = at_title(reading := read(page(head, place)), ODD)
    assert len(reading.records) == 4
    assert record["field"] == head.split("Aug")[0].rstrip(" ·") if "Aug 13," in head else "LG"
    assert (record["published"], record["date_precision"]) == (pd.Timestamp(date), precision)
    assert (record["has_code"], record["date_inferred"]) == (code, "202" not in head)
    assert record["authors"] == ["Mara Lind", "Bo Ek"]
    assert record["abstract"] == ABSTRACT.format("counts")


@pytest.mark.parametrize("head", ["LGToday", "LG2 days ago", "LGyesterday", "cs.LG · an hour ago"])
def test_a_relative_date_is_left_out_and_reported(head):
    record = at_title(reading := read(page(head)), ODD)
    assert "published" not in record
    (row,) = reading.problems
    assert (row["source_line"], row["text"]) == (4, record["date"])
    assert "counts from the day on which the page was saved" in row["problem"]


UNKNOWN = [
    "LG13/08/2023",
    "LG'23",
    "ML#7 August",
    "LGVor 3 Tagen",
    "cs.LG v2",
    "Published 2023",
    "Vor 3 Tagen",
]


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize(
    ("head", "stop"),
    [(head, stop) for head in UNKNOWN for stop in (False, True)] + [(None, False), ("Vor 3 Tagen", False)],
)
def test_an_entry_whose_first_line_is_unknown_is_kept(head, stop, place):
    reading = read(page(head, place, stop=stop))
    assert [r["title"] for r in reading.records if r["title"] != ODD] == [title for _, title, _ in ENTRIES]
    record = at_title(reading, ODD)
    assert record["authors"] == ["Mara Lind", "Bo Ek"]
    assert record["abstract"] == ABSTRACT.format("counts")
    assert not {"field", "date", "published"} & set(record)
    rows = [row for row in reading.problems if "could not be read" in row["problem"]]
    assert [row["source_line"] for row in rows] == [record["source_line"]]


@pytest.mark.parametrize(
    "foot", ["Footer", "About", "Contact", "About\nContact us\n© 2024 The Group\nPrivacy"]
)
def test_a_footer_is_not_part_of_the_last_abstract(foot):
    reading = read(page("LGMay 5, 2023", 3, foot=foot))
    assert len(reading.records) == 4
    assert reading.records[-1]["abstract"] == ABSTRACT.format("counts")
    (row,) = reading.problems
    assert row["text"] == foot.replace("\n", " | ")
    assert row["source_line"] == 13
    assert "belongs to no paper" in row["problem"]


def test_a_line_of_an_abstract_is_no_entry():
    lines = "We sampled boxes, and did so\nin 2023\nand in May\n2022. That is all."
    reading = read(page("LGMay 5, 2023", 3).replace(ABSTRACT.format("counts"), lines))
    assert reading.records[-1]["abstract"] == lines.replace("\n", " ")
    (row,) = reading.problems
    assert "broken over lines 12 to 15 and was joined" in row["problem"]


@pytest.mark.parametrize("width", [70, 80, 90, 100, 140])
@pytest.mark.parametrize("odd", ["LG13/08/2023\n", "2 Tage\n", ""])
def test_entries_whose_first_line_is_unknown_are_kept_on_a_page_of_broken_lines(width, odd):
    lines, heads = [], 0
    for line in SEED.strip().split("\n"):
        if entry_head(line):
            heads += 1
            lines.append(line if heads % 3 else odd.strip())
        else:
            lines += textwrap.wrap(line, width, break_on_hyphens=False) if len(line) > 600 else [line]
    found, whole = read("\n".join(lines)).records, read(SEED).records
    assert [(record["title"], record["authors"], record["abstract"]) for record in found] == [
        (record["title"], record["authors"], record["abstract"]) for record in whole
    ]
    assert sum("date" in record for record in found) == 25
