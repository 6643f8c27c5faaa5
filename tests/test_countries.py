import csv
import re
import time
from pathlib import Path

import pytest

from analysis.countries import country_of

DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        # what Web of Science prints
        ("Univ Massachusetts, Dept Phys, Amherst, MA 01003 USA.", "US"),
        ("Georgia Inst Technol, Atlanta, GA 30332 USA", "US"),
        ("Wuhan Univ, Wuhan, Peoples R China", "CN"),
        ("Imperial Coll, London, England", "GB"),
        ("Swansea Univ, Swansea SA2 8PP, W Glam, Wales.", "GB"),
        ("Khalifa Univ, Abu Dhabi, U Arab Emirates", "AE"),
        ("Univ Sarajevo, Sarajevo, Bosnia & Herceg", "BA"),
        ("Univ Kinshasa, Kinshasa, DEM REP CONGO", "CD"),
        ("Chinese Univ Hong Kong, Hong Kong, Peoples R China", "HK"),
        ("Univ Macau, Macau, Peoples R China", "MO"),
        ("Natl Taiwan Univ, Taipei, Taiwan, Peoples R China", "CN"),  # what the source says
        # what Scopus and PubMed print
        ("Boğaziçi University, Istanbul, Türkiye", "TR"),
        ("Ss. Cyril and Methodius University, Skopje, North Macedonia", "MK"),
        ("National Taiwan University, Taipei, Taiwan", "TW"),
        ("National Taiwan University, Taipei 106, Taiwan, R.O.C.", "TW"),
        ("The University of Hong Kong, Hong Kong", "HK"),
        ("KU Leuven, Leuven, Belgium. Electronic address: jan@kuleuven.be.", "BE"),
        ("Universidad de Murcia, Murcia - Spain. (A.B.)", "ES"),
        ("Peking University, Beijing, P. R. China 100871", "CN"),
        ("University of Tokyo, Tokyo, Japan, 113-8654", "JP"),
        ("Seoul National University, Seoul, Korea, Republic of", "KR"),
        ("University of Tehran, Tehran, Iran, Islamic Republic of", "IR"),
        ("Moi University, Eldoret, Kenya and", "KE"),
        # names in other languages
        ("TU Wien, Wien, Österreich", "AT"),
        ("Univerzita Karlova, Praha, Česká republika", "CZ"),
        ("USP, São Paulo, Brasil", "BR"),
        # only a state
        ("Harvard Medical School, Boston, MA", "US"),
        ("Harvard Medical School, Boston, Massachusetts", "US"),
        ("University of New Mexico, Albuquerque, New Mexico", "US"),
        ("Rutgers University, New Brunswick, New Jersey", "US"),
        ("University of Toronto, Toronto, ON M5S 1A1", "CA"),
        ("University of Adelaide, Adelaide, SA 5005", "AU"),
        # names within names
        ("Palau Street, Barcelona, Spain", "ES"),
        ("Univ Jordan, Amman, Jordan", "JO"),
        ("Tbilisi State University, Tbilisi, Georgia", "GE"),
        ("Emory University, Atlanta, Georgia", "US"),
        ("University of Papua New Guinea, Port Moresby, Papua New Guinea", "PG"),
        ("Queen's University, Belfast, Northern Ireland", "GB"),
        ("University of Juba, Juba, South Sudan", "SS"),
        ("UASD, Santo Domingo, Dominican Republic", "DO"),
        ("Abdou Moumouni University, Niamey, Niger", "NE"),
        ("University of Lagos, Lagos, Nigeria", "NG"),
        ("Japan", "JP"),
    ],
)
def test_the_end_of_an_address_names_the_country(address, country):
    assert country_of(address) == country


@pytest.mark.parametrize(
    "address",
    [
        "",
        " , ; .",
        "Jordan",
        "Michael Jordan",
        "University of New England",
        "Universidad de Granada, Granada",  # not Grenada, which is Granada in Spanish
        "Treasure Island Ltd, Treasure Island",  # not Iceland, which is Island in German
        "University of Georgia, Georgia",
        "Marien Ngouabi University, Congo",  # there are two
        "Foo Pharma, SA",
        "TU Delft, Delft, NL",
        "Netherlands Cancer Institute",
        "Dana-Farber Cancer Institute, Boston",
        "Lomonosov University, Moscow, USSR",
        "a@b.us",
    ],
)
def test_an_address_that_names_no_country_has_none(address):
    assert country_of(address) is None


def test_several_addresses_give_each_country_once_in_order():
    assert country_of("Univ A, Sevilla, Spain; Univ B, Lyon, France; Univ C, Toledo, Spain") == "ES; FR"
    assert country_of("Moss House; Univ B, Lyon, France.") == "FR"


def test_hostile_addresses_take_linear_time():
    began = time.process_time()
    for address in ("a," * 500_000, "(" * 500_000, "x " * 500_000, "a@" * 500_000, ". " * 500_000 + "Spain"):
        country_of(address)
    assert time.process_time() - began < 20


def addresses(name):
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not there")
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        if name.endswith(".csv"):
            cells = (row["Affiliations"] for row in csv.DictReader(file))
            return [part for cell in cells for part in cell.split("; ") if part]
        printed = re.findall(r"^C1 (.*(?:\n   .*)*)", file.read().replace("\r", ""), re.MULTILINE)
        return [re.sub(r"^\s*\[.*?\] ", "", line) for block in printed for line in block.split("\n")]


@pytest.mark.parametrize(("name", "share"), [("wos_500.txt", 0.99), ("scopus_581.csv", 0.98)])
def test_real_addresses_have_countries(name, share):
    found = [country_of(address) for address in addresses(name)]
    assert len(found) > 1_000
    assert sum(code is not None for code in found) / len(found) > share
