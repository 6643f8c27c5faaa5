"""The two pages of a paper-sharing site: cells worked out by hand from the seed pages, and small pages."""

from pathlib import Path

import pytest

from analysis.readers import FORMATS, Reading, Source
from analysis.readers.listing import DAILY_PAGE as daily_page
from analysis.readers.listing import SIMILAR_PAGE as similar_page
from analysis.readers.listing import peel

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "pages"


def read(reader, text: str) -> Reading:
    return reader.read(Source("page.txt", text.encode(), text, {}))


def seed(start: str) -> str:
    return next((ROOT / "seeds").glob(f"{start}_*.txt")).read_text()


def claims(text: str) -> list[str]:
    return [name for name, form in FORMATS.items() if form.recognises(Source("page.txt", b"", text, {}))]


def at(reading: Reading, line: int) -> dict:
    return next(record for record in reading.records if record["source_line"] == line)


def test_similar_seed():
    reading = read(similar_page, seed("001"))
    assert len(reading.records) == 195
    assert all(set(record) == {"source_line", "title", "abstract"} for record in reading.records)
    assert [record["source_line"] for record in reading.records] == list(range(3, 393, 2))
    first = reading.records[0]
    assert first["title"] == (
        "Extending Mixture of Experts Model to Investigate Heterogeneity of Trajectories: "
        "When, Where and How to Add Which Covariates"
    )
    assert first["abstract"].startswith(
        "Researchers are usually interested in examining the impact of covariates"
    )
    assert first["abstract"].endswith("the covariates that have direct effects to be time-varying.")
    assert at(reading, 83)["title"] == "Découvrir de nouvelles classes dans des données tabulaires"
    assert len(at(reading, 147)["abstract"]) == 329
    assert at(reading, 391)["title"] == "Label-Noise Learning with Intrinsically Long-Tailed Data"
    assert at(reading, 391)["abstract"].endswith("https://github.com/Wakings/TABASCO.")


@pytest.mark.parametrize(
    ("start", "heading", "line", "title", "last"),
    [
        ("003", "Aug 8", 13, "An EMO Joint Pruning with Multiple Sub-networks: Fast and Effect", 333),
        (
            "004",
            "Mar 12",
            11,
            "CausaLM: Causal Model Explanation Through Counterfactual Language Models",
            331,
        ),
    ],
)
def test_daily_seeds(start, heading, line, title, last):
    reading = read(daily_page, seed(start))
    assert len(reading.records) == 81
    assert all(set(record) == {"source_line", "title", "abstract", "heading"} for record in reading.records)
    assert {record["heading"] for record in reading.records} == {heading}
    assert [record["source_line"] for record in reading.records] == list(range(line, last + 1, 4))
    assert reading.records[0]["title"] == title


def test_cells_of_the_daily_seeds():
    third, fourth = read(daily_page, seed("003")), read(daily_page, seed("004"))
    assert at(third, 13)["abstract"].startswith(
        "The network pruning algorithm based on evolutionary multi-objective"
    )
    assert at(third, 333)["abstract"].endswith("rather than on publications.")
    assert at(third, 305)["title"].startswith('"Understanding Robustness Lottery": A Geometric Visual')
    assert at(fourth, 15)["title"] == "Merlin:Empowering Multimodal LLMs with Foresight Minds"
    assert at(fourth, 331)["abstract"].endswith("fewer learned weights compared to fine-tuning with pruning.")


def test_the_cut_title_is_kept_and_reported_and_no_other_is():
    readings = [read(reader, seed(start)) for start, reader in
                (("001", similar_page), ("003", daily_page), ("004", daily_page))]  # fmt: skip
    rows = [
        row
        for reading in readings
        for row in reading.problems
        if "in the middle of its last word" in row["problem"]
    ]
    assert [row["source_line"] for row in rows] == [13]
    assert "the abstract has 'effectiveness'" in rows[0]["problem"]


def test_similar_small_page():
    reading = read(similar_page, (PAGES / "similar_page.txt").read_text())
    beetles, streams, lost, german, script, cut = reading.records
    assert (beetles["source_line"], beetles["title"]) == (1, "Beetles in Boxes: Counting What One Cannot See")
    assert beetles["abstract"].endswith(
        "and show on three collections that weighing is as good as opening. Our code is public."
    )
    assert streams["title"] == "Subscribe to Streams: Online Learning of River Models"
    assert lost == {"source_line": 6, "title": "A Title Whose Abstract Was Lost on the Way"}
    assert german["title"] == "Über das Zählen von Käfern in Kisten"
    assert german["abstract"].startswith("Das Zählen von Käfern in geschlossenen Kisten")
    assert script["title"].startswith('<script>alert("1")</script> & Other')
    assert cut["abstract"].endswith("and find that")
    assert [row["source_line"] for row in reading.problems] == [2, 6, 11]


def test_daily_small_page():
    reading = read(daily_page, (PAGES / "daily_page.txt").read_text())
    dark, rivers, may = reading.records
    assert dark["title"] == "Counting Beetles “in the Dark”: A New Look"
    assert dark["abstract"].startswith("Counting in the dark is hard.")
    assert {record["heading"] for record in reading.records} == {"Dec 24"}
    assert all("published" not in record and "date" not in record for record in reading.records)
    assert rivers["title"] == "Rivers of Data: Fast and Effic"
    assert may["title"] == "May 1968 in Numbers"
    (problem,) = reading.problems
    assert "'efficient'" in problem["problem"]


ABSTRACT = "We study one thing. It is shown that this is enough, and that more would be too much of it. " * 3


@pytest.mark.parametrize(
    "head",
    ["Subscribe", "new\n\nSubscribe\n\nDaily PapersbyAK and the research community\n\nAug 8\n\n", "SubscribeDaily Papers",
     "Get trending papers in your email inbox once a day!\nSubscribe\n"],
)  # fmt: skip
def test_a_page_of_one_paper_under_any_furniture(head):
    text = f"{head}One Thing at a Time\n{ABSTRACT}\n"
    for reader in (similar_page, daily_page):
        (record,) = read(reader, text).records
        assert record["title"] == "One Thing at a Time"
        assert record["abstract"] == ABSTRACT.strip()
    source = Source("page.txt", b"", text, {})
    assert similar_page.recognises(source) is not daily_page.recognises(source)


def test_an_abstract_without_title_is_a_paper_of_its_own():
    text = f"SubscribeOne Thing at a Time\n{ABSTRACT}\n{ABSTRACT.replace('one', 'another')}\nA Third Thing\n{ABSTRACT}\n"
    first, lost, third = read(similar_page, text).records
    assert (first["title"], third["title"]) == ("One Thing at a Time", "A Third Thing")
    assert lost["source_line"] == 3
    assert "title" not in lost


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("SubscribeNewton and His Networks", "Newton and His Networks"),
        ("Aug 8An EMO", "An EMO"),
        ("newNew Ways", "New Ways"),
        ("Subscribe: A Study", "Subscribe: A Study"),
        ("Models of Minds", "Models of Minds"),
        ("Newton's Method", "Newton's Method"),
        ("May 1968 in Numbers", "May 1968 in Numbers"),
        ("Daily PapersAug 12Seeing 3D", "Seeing 3D"),
        ("SubscribeiPhone Photos and Models", "iPhone Photos and Models"),
        ("Subscribe1984", "1984"),
        ("Subscribe3D Models", "3D Models"),
        ("Subscribep-adic Numbers", "p-adic Numbers"),
        ("Subscribegraphs of beetles", "graphs of beetles"),
        ("Subscribers and Their Beetles", "Subscribers and Their Beetles"),
        ("Subscribed Beetles", "Subscribed Beetles"),
        ("Thu, Aug 8th, 2024Seeing 3D", "Seeing 3D"),
        ("← Aug 7Aug 9 →Seeing 3D", "Seeing 3D"),
        ("Week 32Seeing 3D", "Seeing 3D"),
        ("Weekly Beetles", "Weekly Beetles"),
        ("Month by Month", "Month by Month"),
    ],
)
def test_peel(line, rest):
    assert peel(line)[0] == rest


LONG = ABSTRACT.strip() + " It is known that beetles are many. " + ABSTRACT.strip()


def listing(*titles: str, top: str = "", above: str = "", below: str = "", blank: str = "\n") -> str:
    parts = [
        f"{above}{title}\n{blank}{ABSTRACT.strip()} {i}.\n{blank}{below}" for i, title in enumerate(titles)
    ]
    return f"Get trending papers in your email inbox!\nSubscribe\nDaily Papers\n{top}\n" + "".join(parts)


TITLES = (
    "One Thing at a Time",
    "Weighing Beetles by the Box",
    "On Rivers and Their Clocks",
    "1984 in Numbers",
)


@pytest.mark.parametrize(
    "top",
    ["Thu, Aug 8", "Week 32", "by AK", "Week", "Month", "← Aug 7", "Aug 9 →", "Posts", "8 Aug", "Aug 8th",
     "Submitted by AK", "Search models, datasets, users...", "by @_akhaliq and the research community",
     "Daily\nWeekly\nMonthly\nThu, Aug 8\nWeek\nMonth\nPosts\nSearch models, datasets, users...",
     "Papers similar to this", "Librarian Bot"],
)  # fmt: skip
@pytest.mark.parametrize("first", ["One Thing at a Time", "LoRA", "GPT-4", "<script>x</script>", "Beetles!"])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_furniture_on_top_is_no_paper(top, first, blank):
    text = listing(first, *TITLES[1:], top=top, blank=blank)
    assert [record.get("title") for record in read(daily_page, text).records] == [first, *TITLES[1:]]
    assert claims(text) == ["daily_page"]


@pytest.mark.parametrize("top", ["Papers similar to this", "Librarian Bot", "Similar papers\nLibrarian Bot"])
def test_furniture_on_top_of_a_similar_page(top):
    pairs = "".join(f"{title}\n{LONG}\n" for title in TITLES)
    text = f"{top}\n{pairs}"
    assert [record["title"] for record in read(similar_page, text).records] == list(TITLES)
    assert claims(text) == ["similar_page"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("12\n", ""),
        ("Upvote\n34\n", ""),
        ("", "·4 authors\n"),
        ("", "2 comments\n"),
        ("Submitted by\nann-lee\n", ""),
        ("", "Submitted by\nann-lee\n12\n"),
        ("", "Published on Aug 7\n"),
        ("Published on Aug 7\nUpvote\n", "·4 authors\n2\n"),
        ("", "Beetle of the day\n"),
    ],
)
@pytest.mark.parametrize("count", [3, 4])
def test_furniture_between_papers_is_no_paper(above, below, count):
    text = listing(*TITLES[:count], above=above, below=below)
    reading = read(daily_page, text)
    assert [record.get("title") for record in reading.records] == list(TITLES[:count])
    assert all(record["abstract"].startswith("We study") for record in reading.records)
    assert {record.get("heading") for record in reading.records} <= {None, "Beetle of the day"}
    assert claims(text) == ["daily_page"]
    (row,) = [row for row in reading.problems if "between the papers" in row["problem"]]
    assert (above + below).split("\n")[0] in row["text"]


def test_titles_of_digits_and_titles_that_come_again_stay():
    text = listing("1984", "Editorial", "2001", "Editorial", "Editorial")
    reading = read(daily_page, text)
    assert [record["title"] for record in reading.records] == [
        "1984",
        "Editorial",
        "2001",
        "Editorial",
        "Editorial",
    ]
    assert reading.problems == []
