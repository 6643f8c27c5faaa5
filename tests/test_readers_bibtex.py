"""BibTeX of several origins: cell values, what is odd, and that no entry is lost."""

import datetime as dt
from pathlib import Path

import pytest
from readings import read_by, told

from analysis.readers import bibtex
from analysis.readers.base import Reading, Source
from analysis.readers.bibtex_entries import entries
from analysis.readers.bibtex_people import split_names
from analysis.readers.bibtex_scopus import index_keywords
from analysis.readers.latex import latex_text

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).parents[2] / "shared" / "data"


def reading_of(name: str) -> Reading:
    return read_by(bibtex, Source(name, (EXPORTS / name).read_bytes()))


def reading_of_text(text: str) -> Reading:
    return told(bibtex.read(Source("x.bib", text.encode(), text)))


def test_an_entry_written_by_hand_is_read_cell_by_cell():
    record = reading_of("bibtex_hand.bib").records[0]
    assert record == {
        "source_line": 7,
        "source_id": "oh:2019/a+b",
        "title": "Growth of Moss: an O(n^2) view & more",
        "authors": ["van der Berg Jr, Anna", "World Moss Council", "Gödel, K."],
        "authors_truncated": True,
        "venue": "Journal of Gardens (online)",
        "date": "10 jul 2019",
        "published": dt.datetime(2019, 7, 10),
        "date_precision": "day",
        "date_inferred": False,
        "volume": "12",
        "issue": "3–4",
        "pages": "17-27",
        "doi": "10.1234/moss_1",
        "publisher": "Green & Sons",
        "document_type": "article",
        "keywords": [{"keyword": "moss", "kind": "author"}, {"keyword": "growth rate", "kind": "author"}],
    }


def test_entries_in_parentheses_without_key_or_on_one_line_are_read():
    _, ivy, walls, book, last = reading_of("bibtex_hand.bib").records
    assert ivy["title"] == 'Ivy "climbs" quickly'
    assert ivy["authors"] == ["Ada Oh", "Bo Li"]
    assert (ivy["venue"], ivy["date"], ivy["publisher"]) == ("Proceedings of Walls", "2020", "Brick")
    assert (walls["document_type"], walls["source_line"]) == ("proceedings", 23)
    assert "authors" not in walls
    assert (book["title"], book["date"], book["date_precision"]) == (
        "A Book without a Key",
        "2018-05",
        "month",
    )
    assert (book["isbn"], "source_id" in book) == ("978-3-16-148410-0", False)
    assert (last["arxiv_id"], last["url"]) == ("2101.00001", "https://arxiv.org/abs/2101.00001v2")
    assert (last["date"], "published" in last) == ("in press", False)


def test_a_broken_entry_costs_no_other_and_keeps_what_it_has():
    reading = reading_of("bibtex_broken.bib")
    found = {record["source_id"]: record for record in reading.records}
    assert list(found) == ["good1", "open", "good2", "early", "quote", "nocomma", "empty", "lost", "cut"]
    assert found["open"]["authors"] == ["Oh, Ada"]
    assert [found[key]["date"] for key in ("open", "good2", "early", "quote", "nocomma")] == [
        "2002", "2003", "2004", "2005", "2006",
    ]  # fmt: skip
    assert found["early"]["title"] == "Closed too early"
    assert (found["quote"]["title"], found["quote"]["venue"]) == ("No end", "Journal of Quotes")
    assert found["cut"]["title"] == "The file ends in the mid"
    assert [problem["source_line"] for problem in reading.problems] == [2, 6, 9, 17, 18, 19]
    assert "A brace in it is not closed." in reading.problems[0]["problem"]
    assert "closed by a brace before its last field" in reading.problems[1]["problem"]
    assert "no field" in reading.problems[3]["problem"]
    assert "'nobody', which is not in this file" in reading.problems[4]["problem"]


def test_scopus_cells():
    first, second = reading_of("scopus_invented.bib").records
    assert first["title"] == "Moss on ~10% of {north} walls: US$5 & more"
    assert first["authors"] == ["Oh, A.", "Li, B.-C."]
    assert first["author_details"] == [{}, {"affiliation": "Wall Institute, Taiwan"}]
    assert (first["citations"], first["citations_source"], first["open_access"]) == (1204, "Scopus", True)
    assert (first["scopus_id"], first["pmid"]) == ("2-s2.0-85000000001", "30000001")
    assert (first["pages"], first["document_type"]) == ("22386", "Article")
    assert first["funding"] == "Stone Fund, SF; Wall Fund, WF, 12"
    assert "abstract" not in first
    assert [(word["keyword"], word["kind"]) for word in first["keywords"]] == [
        ("moss", "author"), ("wall", "author"), ("Ivy", "index"), ("Trees", "index"), ("algorithm", "index"),
        ("pruning", "index"), ("Models, Theoretical", "index"),
    ]  # fmt: skip
    assert [reference["reference"] for reference in first["references"]] == [
        "Kim, C., On walls (2001) J. Walls, 3, pp. 1-9",
        "Oh, A., Moss (1999) Moss Lett., 1, p. 2",
    ]
    assert first["references"][0]["year"] == 2001
    assert second["source_id"] == first["source_id"]  # Scopus gives a key twice
    assert second["author_details"] == [
        {"affiliation": "Univ of Stone, Seoul, South Korea; Wall Institute, Taipei, Taiwan"}
    ]


def test_web_of_science_cells():
    reading = reading_of("wos_invented.bib")
    first, second = reading.records
    assert first["title"] == "MOSS & STONE: A first view of walls"
    assert first["abstract"] == "Moss [green] grows “fast” on 50% of walls."
    assert (first["venue"], first["field"]) == (
        "JOURNAL OF WALLS & FENCES",
        "Plant Sciences; Construction & Building Technology",
    )
    assert (first["date"], first["published"]) == ("JAN-FEB 2021", dt.datetime(2021, 1, 1))
    assert (first["wos_id"], first["pages"], first["issn"]) == (
        "WOS:000000000000001", "108022", "0000-0019; 0000-0027",
    )  # fmt: skip
    assert (first["citations"], first["citations_source"], first["citations_date"]) == (
        7, "Web of Science", "2021-12-11",
    )  # fmt: skip
    assert first["author_details"] == [
        {"affiliation": "Univ Stone, Dept Moss & Fern, Seoul, South Korea", "orcid": "0000-0002-1825-0097"},
        {
            "affiliation": "Univ Stone, Dept Moss & Fern, Seoul, South Korea; Wall Inst, Taipei, Taiwan",
            "source_author_id": "wos:A-0001-2010",
            "orcid": "0000-0001-5109-3700",
        },
    ]
    assert [(word["keyword"], word["kind"]) for word in first["keywords"]] == [
        ("moss", "author"), ("wall growth", "author"), ("STONE", "index"), ("FERN", "index"),
    ]  # fmt: skip
    anonymous, kim = first["references"]
    assert (anonymous["reference"], anonymous["author"], anonymous["year"]) == (
        "[Anonymous], 2000, WALLS",
        None,
        2000,
    )
    assert (kim["author"], kim["volume"], kim["doi"]) == ("Kim C", "3", "10.1234/jw.3_1")
    assert (second["date"], second["published"]) == ("NOV 2021", dt.datetime(2021, 11, 1))
    assert second["references"][0]["doi"] == "10.1002/(sici)1099-1360(199907)8:4"
    assert [problem["source_line"] for problem in reading.problems] == [39]


def test_acl_anthology_cells():
    [record] = reading_of("acl_invented.bib").records
    assert record["title"] == "Parsing Moss: A Universal “Green” Grammar"
    assert record["authors"] == ["Oh, Ada", "Li, Ákos"]
    assert (record["source_id"], record["pages"]) == ("acl:2020.moss-main.1", "1-12")
    assert (record["date"], record["published"]) == ("jul 2020", dt.datetime(2020, 7, 1))
    assert record["abstract"] == "Moss grows by 10%."


@pytest.mark.parametrize(
    ("printed", "names", "truncated"),
    [
        ("Oh, Ada and Li, Bo", ["Oh, Ada", "Li, Bo"], False),
        ("Oh, A., Li, B. C., Kim, D.", ["Oh, A.", "Li, B. C.", "Kim, D."], False),
        ("Ada Oh, Bo Li, Cy Kim et al.", ["Ada Oh", "Bo Li", "Cy Kim"], True),
        (
            "{Barnes and Noble, Inc.} and {de la Cruz}, Eva",
            ["Barnes and Noble, Inc.", "de la Cruz, Eva"],
            False,
        ),
        ("King, Jr., Martin and Smith, John, III", ["King Jr., Martin", "Smith III, John"], False),
        ("Brandy, A.\n and\n Andersson, B.", ["Brandy, A.", "Andersson, B."], False),
        ("", [], False),
    ],
)
def test_names(printed, names, truncated):
    assert split_names(printed) == (names, truncated)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'E}cole \'{e} \'\i \c{c} \v s \H{o} \~n \aa{}b \AE s {\ss}", "École é í ç š ő ñ åb Æs ß"),
        (r"$\alpha$-synuclein at 5\,$^{\circ}$C \textit{in vivo}", "α-synuclein at 5 ^°C in vivo"),
        (r"100\% \& \$5 \_x \{set\} \#1 C:\textbackslash dir \~{}me", r"100% & $5 _x {set} #1 C:\dir ~me"),
        (r"``Q'' --- 1--2~m \href{http://x.org}{link} \unknown{kept}", "“Q” — 1–2 m link kept"),
    ],
)
def test_latex(latex, text):
    assert latex_text(latex) == text


def test_groups_of_index_keywords_end_where_the_order_breaks():
    printed = "article;  uncertainty, Decision Support Techniques;  Random Forest;  Tree, Decision theory"
    assert index_keywords(printed) == [
        "article", "uncertainty", "Decision Support Techniques", "Random Forest", "Tree", "Decision theory",
    ]  # fmt: skip
    assert index_keywords("Models, Economic;  Models, Statistical;  Trees") == [
        "Models, Economic", "Models, Statistical", "Trees",
    ]  # fmt: skip


def test_macros_made_of_macros_do_not_explode():
    bomb = '@string{a0 = "xxxxxxxxxx"}\n' + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60))
    [record] = reading_of_text(bomb + "@article{k, title = a60 # a60}").records
    assert len(record["title"]) <= 2_000


def test_depth_and_length_do_not_matter():
    deep = "{" * 200_000
    records = reading_of_text(
        f"@article{{a, title = {deep}\n@article{{b, title = {{B}}, note = {{{'x ' * 200_000}}}}}"
    ).records
    assert [record["source_id"] for record in records] == ["a", "b"]
    names = " and ".join(f"N{n}, A." for n in range(50_000))
    [record] = reading_of_text(f"@article{{k, author = {{{names}}}}}").records
    assert len(record["authors"]) == 50_000


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - A title {x}\nER  - \n",
        "<html><pre>\n@article{a, title={b}}</pre></html>",
        '{"note": "\n@article{a, title={b}}"}',
        "@media (max-width: 3px) { a { b: c } }",
        "@Override\npublic void f() {}",
        "Mail me @home, title = none",
    ],
)
def test_other_files_are_not_claimed(text):
    assert not bibtex.recognises(Source("x", text.encode(), text))


def test_a_field_that_occurs_again_keeps_both_values():
    [entry] = entries("@misc{k, funding = {A}, funding = {B}, author = {C}, author = {D}}")
    assert entry.fields["funding"] == [(False, "A"), (False, "; "), (False, "B")]
    assert reading_of_text("@misc{k, author = {C, X}, author = {D, Y}}").records[0]["authors"] == [
        "C, X",
        "D, Y",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")
@pytest.mark.parametrize(
    ("name", "records", "references"),
    [
        ("scopus_236.bib", 236, 10_000),
        ("wos_236.bib", 236, 9_581),
        ("bibtex_plain_37.bib", 37, 0),
        ("bibtex_awkward_3.bib", 3, 0),
    ],
)
def test_real_exports_are_kept_whole(name, records, references):
    source = Source(name, (SHARED / name).read_bytes())
    assert bibtex.recognises(source)
    reading = bibtex.read(source)
    assert len(reading.records) == bibtex.count_records(source) == records
    assert all(record.get("title") and record.get("authors") for record in reading.records)
    assert sum(len(record.get("references", ())) for record in reading.records) >= references


def test_scopus_cells_in_the_layout_since_2023():
    reading = reading_of("scopus_2023_invented.bib")
    [record] = reading.records
    assert record["title"] == 'Moss grows: 5% more on "old" walls'
    assert record["authors"] == ["Oh, Ada Mae", "Li, Bo"]
    assert record["author_details"] == [{}, {"affiliation": "Wall Institute, Taipei, Taiwan"}]
    assert [word["keyword"] for word in record["keywords"] if word["kind"] == "index"] == [
        "Aged", "Arthritis, Rheumatoid", "Walls",
    ]  # fmt: skip
    assert (record["pages"], record["document_type"]) == ("101-110", "Article")
    assert (record["citations"], record["open_access"], record["abstract"]) == (3, True, "Moss & stone.")
    assert record["citations_date"] == "2024-03-03"
    [problem] = reading.problems
    assert problem["problem"].startswith("Addresses are printed here without saying whose they are")


@pytest.mark.parametrize(
    ("fields", "arxiv_id"),
    [
        ("eprint = {2101.00001v3}, archivePrefix = {arXiv}", "2101.00001"),
        ("journal = {CoRR}, volume = {abs/1706.03762}", "1706.03762"),
        ("number = {{arXiv}:hep-th/9901001}", "hep-th/9901001"),
        ("journal = {arXiv preprint arXiv:1412.6980}", "1412.6980"),
        ("journal = {arXiv preprint cs/9603104}", "cs/9603104"),
        ("doi = {10.48550/arXiv.2301.00002}", "2301.00002"),
        ("eprint = {2101.00001}, archivePrefix = {jstor}", None),
        ("journal = {Journal of 2101.00001}", None),
    ],
)
def test_arxiv_ids(fields, arxiv_id):
    assert reading_of_text(f"@misc{{k, {fields}}}").records[0].get("arxiv_id") == arxiv_id


def test_tags_of_ieee_abstracts_are_left_out():
    formula = '<inline-formula><tex-math notation="LaTeX">$n$</tex-math></inline-formula>'
    abstract = f"<underline>F</underline>ast {formula}-moss"
    [record] = reading_of_text(f"@article{{k, title = {{T}}, abstract = {{{abstract}}}}}").records
    assert "<" not in record["abstract"]
    assert record["abstract"].startswith("Fast ")


def test_ads_names_journals_by_commands_and_its_page_is_the_address():
    text = (
        '@ARTICLE{2021ApJ..1B, author = {{Berg}, A.~B. and {Di Teo}, C.\n\t}, title = "{Moss at z}", '
        "journal = {\\apj}, eprint = {arXiv:astro-ph/0410224}, "
        "adsurl = {https://ui.adsabs.harvard.edu/abs/2021ApJ..1B}}"
    )
    [record] = reading_of_text(text).records
    assert (record["venue"], record["arxiv_id"]) == ("The Astrophysical Journal", "astro-ph/0410224")
    assert record["url"] == "https://ui.adsabs.harvard.edu/abs/2021ApJ..1B"
    assert record["authors"] == ["Berg, A. B.", "Di Teo, C."]


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("journal = {arXiv preprint arXiv:2001.00001}", "arXiv"),
        ("journal = {arXiv e-prints}", "arXiv"),
        ("journal = {arXiv:2001.00001 [cs.CL]}", "arXiv"),
        ("journal = {arXiv: Learning}", "arXiv: Learning"),
        ("journal = {J. Walls}, fjournal = {Journal of Walls}", "Journal of Walls"),
        ("Journal = {J Walls}, Journal-Full = {Journal of walls}", "Journal of walls"),
    ],
)  # fmt: skip
def test_venues_are_written_out_and_one_for_all_preprints(fields, venue):
    assert reading_of_text(f"@article{{k, {fields}}}").records[0]["venue"] == venue


def test_fields_of_biblatex_xdata_are_taken_over_and_sets_are_no_records():
    text = (
        "@XData{press, publisher = {Wall Press}, location = {Oslo}}\n"
        "@Set{both, entryset = {a,b}, date = {2024}}\n"
        "@Online{a, author = {Berg, Ann and given=Sam, family=Ro, prefix=von and "
        "family=Sol, given={Jean Luc}, given-i={JL}}, title = {Moss}, date = {2024-03/2024-05}, xdata = {press}}"
    )
    source = Source("x.bib", text.encode(), text)
    [record] = bibtex.read(source).records
    assert bibtex.count_records(source) == 1
    assert (record["publisher"], record["date_precision"]) == ("Wall Press", "month")
    assert record["authors"] == ["Berg, Ann", "von Ro, Sam", "Sol, Jean Luc"]


def test_numbers_of_dblp_behind_names_become_ids():
    [record] = reading_of_text("@misc{DBLP:x, author = {Ann Berg 0001 and Bo Ek}}").records
    assert record["authors"] == ["Ann Berg", "Bo Ek"]
    assert record["author_details"] == [{"source_author_id": "dblp:Ann Berg 0001"}, {}]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"R$\backslash$'enyi and Erd$\backslash$H{\{}o{\}}s", "Rényi and Erdős"),  # as Mendeley writes it
        (r"$\pm$0.1\% of 0.2\,mm$^2$", "±0.1% of 0.2 mm^2"),
        (r"US$5 and A$10 or $x$", "US$5 and A$10 or x"),
        (r"a\quad b\;c\:d\!e", "a  b c de"),
        (r"Franc{\ocirc{u}} \textcopyright{} 3\texttimes 4", "Franců © 3×4"),
    ],
)
def test_latex_as_programs_write_it(text, plain):
    assert latex_text(text) == plain


def test_ids_in_fields_of_other_names():
    text = (
        "@article{a, PubMedID = {12}}\n@article{b, eprint = {34}, eprinttype = {pmid}, doi = {10/dvzd5z}}\n"
        "@article{c, author = {M.J. Berger et.al.}, mesh = {Antigens, Wall; Humans}, "
        "keywords = {Moss,Walls,Models; Statistical,Rain}}"
    )
    one, other, third = reading_of_text(text).records
    assert (one["pmid"], other["pmid"], other["url"]) == ("12", "34", "https://doi.org/10/dvzd5z")
    assert (third["authors"], third["authors_truncated"]) == (["M.J. Berger"], True)
    assert [(word["keyword"], word["kind"]) for word in third["keywords"]] == [
        ("Moss", "author"), ("Walls", "author"), ("Models; Statistical", "author"), ("Rain", "author"),
        ("Antigens, Wall", "mesh"), ("Humans", "mesh"),
    ]  # fmt: skip


def test_addresses_and_references_of_web_of_science_are_read_where_jabref_wrapped_them():
    text = """@Article{x,
  Author = {Berg, Ann and Ek, Bo},
  Affiliation = {Berg, A (Reprint Author), Wall Co, Oslo,
 Norway. {[}Berg,
 Ann] Univ Oslo, Dept Walls, Oslo, Norway. {[}Ek, Bo]
 Univ Lund, Lund, Sweden.},
  Cited-references = {RO C, 2006, P IEEE INT S CIRC, P11. SOL D, 2003, P IEEE
 INT S WALLS. LI B,
 2001, J MOSS, V38, P23, DOI 10.1109/jw.2003.8.},
  Orcid-numbers = {Berg, Ann/0000-0002-1825-0097 Ek,
 Bo/0000-0001-5109-3700},
  Unique-id = {ISI:1}
}"""
    [record] = reading_of_text(text).records
    assert [one["reference"] for one in record["references"]] == [
        "RO C, 2006, P IEEE INT S CIRC, P11",
        "SOL D, 2003, P IEEE INT S WALLS",
        "LI B, 2001, J MOSS, V38, P23, DOI 10.1109/jw.2003.8",
    ]
    berg, ek = record["author_details"]
    assert (berg["affiliation"], ek["affiliation"]) == (
        "Univ Oslo, Dept Walls, Oslo, Norway",
        "Univ Lund, Lund, Sweden",
    )
    assert (berg["orcid"], ek["orcid"]) == ("0000-0002-1825-0097", "0000-0001-5109-3700")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Berg, Bo Ek, and Cy Ro", ["Ann Berg", "Bo Ek", "Cy Ro"]),
        ("van der Berg, Anna Maria, and Ek, Bo", ["van der Berg, Anna Maria", "Ek, Bo"]),
        (r"A. Berg \& B. Ek and C. Ro", ["A. Berg", "B. Ek", "C. Ro"]),
        (r"Health \& Human Services", ["Health & Human Services"]),
        ("John Berg, Jr.", ["John Berg Jr."]),
        ("王小明，李四", ["王小明", "李四"]),
    ],
)
def test_names_joined_as_people_join_them(text, names):
    assert split_names(text) == (names, False)


def test_functions_of_mathematics_are_words():
    assert latex_text(r"$O(n \log n)$ and $\max\{x\}$ of \noopsort{b}\c{s}\textcommabelow{t}") == (
        "O(n log n) and max{x} of şț"
    )


def test_a_comment_between_fields_costs_nothing():
    text = '@article{k, author = "Ek, B." # " and Ro, C.",\n  % year = {1999}, old\n  title = {100% moss}, % x\n}'
    reading = reading_of_text(text)
    [record] = reading.records
    assert (record["authors"], record["title"]) == (["Ek, B.", "Ro, C."], "100% moss")
    assert "date" not in record
    assert reading.problems == []


def test_names_that_other_programs_spoilt():
    text = (
        "@article{a, title = {Hosts}, author = {Sanju\\E0s, Josep and Sol\\E9-Pareta, Bo}, pages={153--}}\n"
        "@book{b, title = {{Moss}}, Author = {{Attou, Hedy; Butt, Giu; Mich}, Ger}, pages = {To appear}}"
    )
    first, second = reading_of_text(text).records
    assert (first["authors"], first["pages"]) == (["Sanjuàs, Josep", "Solé-Pareta, Bo"], "153")
    assert (second["authors"], second.get("pages")) == (["Attou, Hedy", "Butt, Giu", "Mich, Ger"], None)


def test_indices_of_formulas_belong_to_their_words():
    text = (
        "@article{a, title = {CO$_2$ and $F_1$ of ${ }^{8}$Li at 10$^3$ Pa}, abstractNote = {Moss.}, pages = {pp. 3--5}, "
        "url = {10.5555/co2.1}}"
    )
    [record] = reading_of_text(text).records
    assert (record["title"], record["pages"]) == ("CO2 and F1 of 8Li at 10^3 Pa", "3-5")
    assert record["abstract"] == "Moss."  # as OSTI names it
    assert (record["url"], record["doi"]) == ("https://doi.org/10.5555/co2.1", "10.5555/co2.1")


def test_endnote_writes_keywords_in_lines_and_the_web_of_science_as_an_address():
    text = (
        "@article{RN1,\n   author = {Berg, Ann},\n   title = {Moss},\n   keywords = {moss\nAfrica, Western\n"
        "stone walls},\n   url = {<Go to ISI>://WOS:000123456700001}\n}\n"
        "@article{RN2, title = {Fern}, keywords = {fern,\n stone\n wall}, "
        "url = {https://pubmed.ncbi.nlm.nih.gov/22345/}}"
    )
    first, second = reading_of_text(text).records
    assert [one["keyword"] for one in first["keywords"]] == ["moss", "Africa, Western", "stone walls"]
    assert (first["wos_id"], first.get("url")) == ("WOS:000123456700001", None)
    assert [one["keyword"] for one in second["keywords"]] == ["fern", "stone wall"]
    assert second["pmid"] == "22345"


def test_a_key_without_a_comma_costs_no_field():
    [record] = reading_of_text("@article{berg20 author = {Berg, A.}, title = {Moss}, year = 2020}").records
    assert (record["source_id"], record["authors"], record["title"]) == ("berg20", ["Berg, A."], "Moss")
