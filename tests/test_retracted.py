"""What sources say of retractions, each in its way, comes into one column."""

import pytest

from analysis import load_corpus
from analysis.corpus import summary

FILES = {
    "wos.txt": (
        "FN Clarivate Analytics Web of Science\nVR 1.0\n"
        "PT J\nTI Moss\nDT Article; Retracted Publication\nPY 2020\nER\n\n"
        "PT J\nTI Retraction of Moss, with ferns\nDT Retraction\nPY 2021\nER\n\nEF\n"
    ),
    "pubmed.txt": (
        "PMID- 1\nOWN - NLM\nTI  - Moss\nPT  - Journal Article\nPT  - Retracted Publication\nSO  - x\n\n"
        "PMID- 2\nOWN - NLM\nTI  - On ferns\nPT  - Retraction of Publication\nSO  - x\n"
    ),
    "library.ris": (
        "TY  - JOUR\nTI  - RETRACTED: Moss\nPY  - 2020\nER  - \n"
        "TY  - JOUR\nTI  - Retracted ferns grow back\nPY  - 2020\nER  - \n"
    ),
    "library.bib": (
        "@article{a, title={Moss}, year={2020}, retracted={yes}}\n@article{b, title={Fern}, year={2020}}\n"
    ),
    "table.csv": "Title,Year,DOI,Is retracted\nMoss in the north,2020,10.5555/1,true\nFern in the south,2020,10.5555/2,\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_retracted_paper_is_marked_and_no_other(name, tmp_path):
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.records["retracted"].fillna(False).tolist() == [True, False]
    assert corpus.papers["retracted"].fillna(False).sum() == 1
    assert summary(corpus)["retracted"] == "1, marked in corpus.papers.retracted"


def test_one_source_that_says_so_is_enough_and_without_any_nothing_is_said(tmp_path):
    (tmp_path / "a.bib").write_text(
        "@article{a, title={Moss}, doi={10.5555/1}, retracted={no}}\n", encoding="utf-8"
    )
    assert load_corpus(tmp_path).papers["retracted"].tolist() == [False]
    assert "retracted" not in summary(load_corpus(tmp_path))
    (tmp_path / "b.bib").write_text(
        "@article{a, title={Moss}, doi={10.5555/1}, retracted={yes}}\n", encoding="utf-8"
    )
    assert load_corpus(tmp_path).papers["retracted"].tolist() == [True]
