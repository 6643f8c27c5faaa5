import csv
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_corpus
from analysis.institutions import institution_of, key_words, spell_institutions_alike

DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.mark.parametrize(
    ("address", "institution"),
    [
        # what Web of Science prints: the institution first
        ("Georgia Inst Technol, Sch Elect & Comp Engn, Atlanta, GA 30332 USA", "Georgia Inst Technol"),
        ("Univ Calif Los Angeles, Dept Bioengn, Los Angeles, CA 90095 USA", "Univ Calif Los Angeles"),
        ("Chinese Acad Sci, Inst Moss Res, Beijing 100080, Peoples R China", "Chinese Acad Sci"),
        ("Fern Corp, Moss Res Ctr, San Jose, CA 95135 USA", "Fern Corp"),
        ("ACME, Moss Res Ctr, San Jose, CA 95135 USA", "ACME"),
        ("Imperial Coll, Dept Phys, London, England", "Imperial Coll"),
        ("Oak Moss Natl Lab, Div Mat Sci, Oak Moss, TN 37831 USA", "Oak Moss Natl Lab"),
        ("KYOTO UNIV,DEPT MOSS,KYOTO 606,JAPAN", "KYOTO UNIV"),
        ("Osaka Prefecture Univ, Osaka 5998531, Japan", "Osaka Prefecture Univ"),
        # what Scopus and PubMed print: mostly from small to large
        ("School of Ferns, Georgia Tech, Atlanta, GA 30332, United States", "Georgia Institute of Technology"),
        ("Department of Surgery, Moss Univ. School of Medicine, Fernton, CA, United States", "Moss Univ"),
        ("Section of Ferns, Department of Botany, The University of Oslo, Oslo, Norway", "University of Oslo"),
        ("Department of Physics University of Fernland, Fernton, UK.", "University of Fernland"),
        ("University of California, Department of Botany, San Diego, CA, United States", "University of California San Diego"),
        ("Department of Botany, UCLA, Los Angeles, CA, USA", "University of California Los Angeles"),
        ("Computational Fern Center, Moss-Kettering Cancer Center, New York, NY", "Moss-Kettering Cancer Center"),
        ("Fern Ltd., 1 Moss Road, Leeds, UK. Electronic address: a@fern.org.", "Fern Ltd"),
        ("Evifern, London, UK", "Evifern"),
        ("Fern Statistics, American Fern Society, 250 Williams Street, Atlanta, GA", "American Fern Society"),
        ("Ministry of Ferns, Ankara, Turkey", "Ministry of Ferns"),
        ("Harvard School of Fern Medicine, Boston, MA, USA", "Harvard School of Fern Medicine"),
        # IEEE Xplore prints marks of notes as LaTeX has them
        ("$^{1}$ Moss-Schmidt-University, Fernburg, Germany", "Moss-Schmidt-University"),
        ("Chair of Ferns, $^{1,2}$Moosische Universität Fernburg$^3$, Fernburg, Germany$^{4}$", "Moosische Universität Fernburg"),
        # other languages
        ("Institut für Farne, Technische Universität Moosburg, Moosburg, Deutschland", "Technische Universität Moosburg"),
        ("Laboratoire des Mousses, UMR CNRS 7590, Université de Lyon, Lyon, France", "CNRS; Université de Lyon"),
        ("Departamento de Musgos, Universidad de la Frontera, Temuco, Chile", "Universidad de la Frontera"),
        ("Dipartimento di Muschi, Politecnico di Torino, 10129 Torino, Italy", "Politecnico di Torino"),
        ("Katedra Mchu, Uniwersytet Jagielloński, ul. Mchowa 1, Kraków, Poland", "Uniwersytet Jagielloński"),
        ("Helsingin yliopisto, Helsinki, Suomi", "Helsingin yliopisto"),
        ("Semmelweis Egyetem, Budapest, Magyarország", "Semmelweis Egyetem"),
        ("北京大学, 北京, China", "北京大学"),
        # several
        ("Univ Fern 1, CNRS, UMR 5558, F-69622 Villeurbanne, France", "Univ Fern 1; CNRS"),
        ("Hospital for Sick Ferns, University of Toronto, 555 University Avenue, Toronto, Canada", "Hospital for Sick Ferns; University of Toronto"),
        ("University of Fern and University of Moss, Fernton, UK", "University of Fern; University of Moss"),
        ("Univ Fern, Oslo, Norway; Moss Univ, Oslo, Norway; Univ Fern, Bergen, Norway", "Univ Fern; Moss Univ"),
        # of which many towns have one
        ("University Hospital, Basel, Switzerland", "University Hospital (Basel)"),
        ("Department of Surgery, City Hospital, Hucknall Road, Nottingham NG5 1PB, United Kingdom", "City Hospital (Nottingham)"),
        ("Institute of Physics, 11000 Belgrade, Serbia", "Institute of Physics (Belgrade)"),
        ("University Hospital, University of Basel, Basel, Switzerland", "University of Basel"),
        # streets and towns called after a university
        ("Fern Inc., 12 University Avenue, Toronto, Canada", "Fern Inc"),
        ("Moos GmbH, Universitätsstraße 1, Moosburg, Germany", "Moos GmbH"),
        ("Mousse SA, 3 rue de l'Université, Paris, France", "Mousse SA"),
        ("Penn State Univ, University Pk, PA 16802 USA", "Penn State Univ"),
        ("Universidade de Musgo, Cidade Universitária, São Paulo, Brazil", "Universidade de Musgo"),
    ],
)  # fmt: skip
def test_an_address_names_its_institutions(address, institution):
    assert institution_of(address) == institution


@pytest.mark.parametrize(
    "address",
    [
        "",
        " , ; .",
        "Novi Sad, Serbia",
        "Cambridge, Massachusetts, USA",
        "3-73 Honda, Midori-ku, Chibaishi 266-0005, Japan",
        "Department of Ferns, Boston, MA, USA",
        "School of Business, China",
        "39 Bypass Road, Lincoln, MA, 01773, USA. a@fern.org.",
        "University Avenue 5, Toronto, Canada",
        "Independent Consultant, Cali, Colombia.",
        "a.fern@moss.edu",
        "Universal Ferns Department",
    ],
)
def test_an_address_that_names_no_institution_has_none(address):
    assert institution_of(address) is None


def test_spellings_are_one_and_names_in_another_order_are_not():
    for one, other in [
        ("Univ Calif Davis", "University of California, Davis"),
        ("UNIVERSITY OF OSLO", "The University of Oslo"),
        ("Université de Genève", "Universite de Geneve"),
        ("Natl Univ Fern Sci & Technol", "National University of Fern Science and Technology"),
        ("Univ N Fernland", "University of North Fernland"),
        ("Nat. Univ. of Defense Technol", "National University of Defense Technology"),
    ]:
        assert key_words(one) == key_words(other)
    for one, other in [
        ("University of Washington", "Washington University"),
        ("Univ Montana", "Univ Montreal"),
        ("Univ Southampton", "Univ South Fern"),
        ("University of Northern Fern", "University of North Fern"),
    ]:
        assert key_words(one) != key_words(other)
    names = ["Univ Oslo", "Univ Oslo", "UNIVERSITY OF OSLO", "University of Oslo; CNRS"]
    alike = spell_institutions_alike(pd.Series([*names, None]))
    assert alike.dropna().tolist() == ["University of Oslo"] * 3 + ["University of Oslo; CNRS"]
    assert len(alike) == 5
    names = ["Penn State Univ", "Penn State Univ", "Pennsylvania State University"]
    assert spell_institutions_alike(pd.Series(names)).unique().tolist() == names[2:]


def test_what_a_source_says_of_the_institution_wins(tmp_path):
    (tmp_path / "a.bib").write_text(
        "@article{a, title={On ferns}, author={Ek, Bo and Li, Wei}, year={2020},\n"
        " author-affiliations={Ek, Bo/Dept Bot, Univ Oslo, Oslo, Norway\nLi, Wei/Moss Univ, Rome, Italy},\n"
        " author-institutions={Ek, Bo/University of Oslo}}\n",
        encoding="utf-8",
    )
    assert load_corpus(tmp_path).authorships["institution"].tolist() == ["University of Oslo", "Moss Univ"]


def test_hostile_addresses_take_linear_time():
    began = time.process_time()
    for address in (
        "a," * 500_000,
        "(" * 500_000,
        "univ " * 500_000,
        "x of university " * 100_000,
        "/univ" * 100_000,
    ):
        institution_of(address)
    assert time.process_time() - began < 20


@pytest.mark.parametrize(("name", "share"), [("scopus_581.csv", 0.96), ("scopus_old_layout_220.csv", 0.95)])
def test_most_real_addresses_have_an_institution(name, share):
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not there")
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        found = [
            institution_of(part)
            for row in csv.DictReader(file)
            for part in row["Affiliations"].split("; ")
            if part
        ]
    assert sum(name is not None for name in found) / len(found) > share
