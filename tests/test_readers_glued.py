"""Titles and authors that are glued together: hand-made lines, and large pages made of other corpora."""

import time

import pytest
from glued_pages import CORPORA, DATA, Paper, glued, pages
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.readers.glued import DOUBTFUL, split_glued

LINES = [
    "Training Deep Models with BERT|Jacob Devlin, Ming-Wei Chang, Kenton Lee et al.",
    "Scaling Inference with PyTorch|Adam Paszke, Sam Gross, Soumith Chintala et al.",
    "Attacks on GPT-4|Nicholas Carlini",
    "What Is Left?|Zhen Zhang, Dong Gong",
    "Pruning LLMs|Yuhang Liu",
    "Counting Models (Extended Abstract)|Li Wei",
    "Learning from Noisy Videos|zujie wen, Xi Peng",
    "Notes on ResNets|Daniel van den Berg, Anna de la Cruz",
    "Études sur le bruit|Émile Durkheim",
    "Sampling at Night|Conor O'Brien, Ian McDonald",
    "Deep Learning for 3D|D. E. Shaw, R. Wagner",
    "Sugar, Salt, and More|Jean-Pierre Dupont, Łukasz Kaiser",
    "Fine-Tuning of LLaMA|Hugo Touvron, Thibaut Lavril",
    "Graph Search with A*|Quoc V Le, Chi Wang",
    "Speech in the Wild|YUNFENG CAI, QIANG FU",
    "Measurement of the Decay Rate|LHCb collaboration",
    "Understanding of mRNA|Katalin Karikó, Drew Weissman",
    "Robust PCA|T. Tony Cai, Zongming Ma",
    "A Note on 10,000 Words|Anna Bell, Mark Moe",
    "Large Models|Xingyu (Bruce) Liu, Yuxiang (YU-HSIANG) LAI",
    "Text, Images, and Sound|Kim Lee",
    "Do LLMs Know? A Study with NLI|R. Thomas McCoy, Ellie Pavlick, Tal Linzen",
]


@pytest.mark.parametrize("together", [True, False])
def test_hand_made_lines(together):
    bare = [line.replace("|", "") for line in LINES]
    splits = split_glued(bare) if together else [split_glued([line])[0] for line in bare]
    for line, split in zip(LINES, splits, strict=True):
        title, authors = line.split("|")
        assert split.title == title
        assert split.authors == authors.removesuffix(" et al.").split(", ")
        assert split.truncated is authors.endswith("et al.")


def test_suffixes_stay_with_their_name():
    (split,) = split_glued(["Dreams of NetworksMartin Luther King, Jr., Ann Lee"])
    assert split.authors == ["Martin Luther King, Jr.", "Ann Lee"]


def test_the_words_of_the_page_decide():
    line = "Reasoning about RLHFZeng Li"
    assert split_glued([line], texts=["We study RLHF. RLHF is a method."])[0].title == "Reasoning about RLHF"


def test_no_authors_and_no_text():
    assert split_glued(["On Graphs", ""]) == [("On Graphs", [], False, pytest.approx(1)), ("", [], False, 1)]
    assert split_glued([]) == []


def test_a_name_of_one_word_is_doubtful():
    (split,) = split_glued(["A Study of GraphSAGE"])
    assert split.confidence < DOUBTFUL


KINDS = {
    "whole": {"size": 10**6},
    "pages of 40": {"size": 40},
    "pages of 20": {"size": 20},
    "pages of 20, no abstracts": {"size": 20, "abstracts": False},
    "pages of 40, one author": {"size": 40, "authors": 1, "cut": ""},
    "pages of 20, no et al.": {"size": 20, "abstracts": False, "cut": ""},
    "pages of 5": {"size": 5},
}


def measure(
    papers: list[Paper], *, size: int, abstracts: bool = True, authors: int = 3, cut: str = " et al."
):
    """Return the shares of lines taken apart rightly, of wrong ones not flagged, and of right ones flagged."""
    lines = right = missed = flagged = 0
    for page in pages(papers, size=min(size, len(papers))):
        wanted = [glued(paper, authors=authors, cut=cut) for paper in page]
        texts = [paper[2] for paper in page if paper[2] and abstracts]
        for (_, title, names), split in zip(
            wanted, split_glued([line for line, *_ in wanted], texts=texts), strict=True
        ):
            good, doubtful = (split.title, split.authors) == (title, names), split.confidence < DOUBTFUL
            lines, right = lines + 1, right + good
            missed, flagged = missed + (not good and not doubtful), flagged + (good and doubtful)
    return right / lines, missed / lines, flagged / lines


@pytest.mark.parametrize("kind", KINDS)
def test_the_session_page_glued(kind):
    right, missed, flagged = measure(CORPORA["session"](), **KINDS[kind])
    assert right >= 0.985
    assert missed <= 0.005
    assert flagged <= 0.03


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared exports are not here")
@pytest.mark.parametrize("corpus", [name for name in CORPORA if name != "session"])
@pytest.mark.parametrize("kind", ["whole", "pages of 20", "pages of 20, no et al."])
def test_other_corpora_glued(corpus, kind):
    right, missed, flagged = measure(CORPORA[corpus](), **KINDS[kind])
    assert right >= 0.985
    assert missed <= 0.01
    assert flagged <= 0.04


WORDS = st.sampled_from(
    [
        "Robust",
        "Learning",
        "of",
        "Graph",
        "Models",
        "with",
        "CLIP",
        "for",
        "3D",
        "Vision",
        "in",
        "LLMs",
        "Networks",
        "Data",
        "Theory",
    ]
)
PEOPLE = st.sampled_from(
    ["Wei Li", "Anna de la Cruz", "Émile O'Hara", "J. P. Smith", "zujie wen", "Jean-Luc Petit", "Bo X Yu"]
)


@given(
    st.lists(WORDS, min_size=2, max_size=8),
    st.lists(PEOPLE, min_size=1, max_size=3, unique=True),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost_or_added(words, people, cut):
    tail = " et al." if cut else ""
    line = " ".join(words) + ", ".join(people) + tail
    (split,) = split_glued([line])
    assert split.title + ", ".join(split.authors) + (tail if split.truncated else "") == line
    assert 0 < split.confidence <= 1


@given(st.lists(st.text(max_size=40), max_size=4))
@settings(deadline=None)
def test_any_text_can_be_split(lines):
    assert len(split_glued(lines)) == len(lines)


@given(st.permutations([line.replace("|", "") for line in LINES[:8]]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_lines_does_not_matter(lines):
    splits = dict(zip(lines, split_glued(lines), strict=True))
    for line in LINES[:8]:
        assert splits[line.replace("|", "")].title == line.split("|")[0]


def test_a_word_without_end_takes_little_time():
    began = time.process_time()
    (split,) = split_glued(["x" * 200_000 + " Moss, Ada Byron"])
    assert split.authors[-1:] == ["Ada Byron"]
    assert time.process_time() - began < 20
