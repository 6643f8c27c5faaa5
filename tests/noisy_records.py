"""Papers as several databases would print them, and papers that look like them and are others.

`other_print` makes of a record what another database prints of the same paper; `look_alikes` makes other
papers: an erratum, a reply, a second part, a conference version, another paper under the same title;
`citations_of` prints it as Web of Science, Scopus and PubMed do in a list of references.
"""

import html
import random
import re
import unicodedata
from datetime import datetime

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "mu": "μ", "omega": "ω"}
HIDDEN = ("doi", "arxiv_id", "pmid", "openalex_id", "scopus_id", "wos_id", "source_id", "url")
SUBJECTS = (
    "soil moisture|protein folding|citation networks|graph kernels|river deltas|spin waves|deep learning|TGF-beta"
    "|magnetic media|solar cells|urban mobility|tumour growth|open peer review|alpha-synuclein|lake sediments"
)
METHODS = (
    "A survey of|Measuring|On the stability of|Modelling|The role of|Effects of temperature on|Detection of"
    "|A new approach to|Long-term trends in|Bayesian inference for|Estimating|Field observations of"
)
PLACES = (
    "in alpine catchments|at high resolution|in the tropics|under noise|with sparse data|in early childhood"
    "|across languages|in thin films|from space|in multi-agent systems|of three cities|after treatment"
)
SUBTITLES = (
    "a review|evidence from a field study|theory & practice|a randomised trial|lessons from two decades"
    "|a case study|what have we learned?|an open data set"
)
FAMILIES = (
    "Müller|Wang|García Márquez|O'Brien|van der Berg|Kim|Silva|Łukasik|Tanaka|Smith|Ångström|Nguyen|Rossi"
    "|Çelik|Ivanova|Li|Brown|Novák|Haddad|Jensen"
)
GIVEN = (
    "Anna Maria|Jun|Wei|Peter J.|Sofía|Thomas|Min-Jung|Olga|Ravi|Émile|Hana|John|Lucia|Ahmed|Yuki|Karl-Heinz"
)
VENUES = (
    "Journal of Applied Physics|Scientometrics|Water Resources Research|PLoS ONE|IEEE Transactions on Magnetics"
    "|Proceedings of the Workshop on Graphs|Nature Communications|International Conference on Data Mining"
)
SMALL = ("of", "the", "on", "and", "for", "in")
WORDS = (
    "results|samples|measured|compared|network|surface|temperature|increase|observed|between|different|during"
    "|significant|method|estimate|experiment|several|analysis|properties|distribution|strongly|depends|structure"
)


def invented_records(number, rng):
    """Return records of papers that do not exist; their titles come from few words, so that many are alike."""
    return [_invented(place, rng) for place in range(number)]


def _invented(place, rng):
    title = " ".join(rng.choice(words.split("|")) for words in (METHODS, SUBJECTS, PLACES))
    if rng.random() < 0.5:
        title += ": " + rng.choice(SUBTITLES.split("|"))
    names = rng.sample(
        [f"{family}, {given}" for family in FAMILIES.split("|") for given in GIVEN.split("|")],
        rng.randint(1, 7),
    )
    words = " ".join(rng.choices(WORDS.split("|"), k=rng.randint(60, 160)))
    venue = rng.choice(VENUES.split("|"))
    first = rng.randint(1, 3000)
    return {
        "title": title,
        "authors": names,
        "abstract": words.capitalize() + "." if rng.random() < 0.85 else None,
        "published": datetime(rng.randint(1990, 2024), 1, 1),
        "venue": venue,
        "volume": str(rng.randint(1, 90)),
        "pages": f"{first}-{first + rng.randint(2, 20)}",
        "document_type": "Conference paper" if "onference" in venue or "Proc" in venue else "Article",
        "doi": f"10.5555/invented.{place}",
    }


def other_print(record, rng):
    """Return what another database prints of the paper, without any id; it has a title and authors at least."""
    changed = {key: value for key, value in record.items() if key not in HIDDEN}
    changed["title"] = _title(record["title"], rng)
    changed["authors"] = _authors(record.get("authors") or [], rng)
    changed["abstract"] = _abstract(record.get("abstract"), rng)
    changed["pages"] = _pages(record.get("pages"), rng)
    if record.get("published") is not None and rng.random() < 0.15:
        changed["published"] = record["published"].replace(year=record["published"].year + 1, month=1, day=1)
    if rng.random() < 0.1:
        changed["volume"] = None
    if record.get("venue"):
        changed["venue"] = rng.choice((str.upper, str.title, _abbreviated, str))(record["venue"])
    if rng.random() < 0.3:
        changed["document_type"] = None
    return changed


def _title(title, rng):
    head = re.split(r"[:?] ", title)[0]
    of_its_own = re.search("Erratum|Reply|Part II", title)
    if rng.random() < 0.1 and len(head) > 20 and not of_its_own:  # the subtitle is dropped
        title = head
    for spelled, letter in GREEK.items():
        if rng.random() < 0.5:
            title = re.sub(rf"\b{spelled}\b", letter, title)
        elif rng.random() < 0.5:
            title = title.replace(letter, spelled)
    title = rng.choice((str, str, str.title, str.upper, str.capitalize))(title)
    if rng.random() < 0.2:
        title = title.replace("-", "\u2013").replace("'", "\u2019")
    if rng.random() < 0.2:
        title = html.escape(title)
    if rng.random() < 0.1:
        title = re.sub(r"(?<=[A-Z])(\d)\b", r"<sub>\1</sub>", title)
    if rng.random() < 0.02 and len(title) > 40:  # a letter is lost
        place = rng.randrange(10, len(title) - 10)
        title = title[:place] + title[place + 1 :]
    return title + rng.choice(("", "", "."))


def _authors(names, rng):
    form = rng.choice(("as printed", "initials", "medline", "given first", "capitals"))
    written = [_name(name, form) for name in names]
    if rng.random() < 0.4:
        written = [_without_accents(name) for name in written]
    if rng.random() < 0.15:
        written = written[: rng.choice((1, 3, 10))]
    return written


def _name(name, form):
    family, _, given = name.partition(", ")
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", given)).upper()
    forms = {
        "as printed": name,
        "initials": f"{family}, {'.'.join(initials)}.",
        "medline": f"{family} {initials}",
        "given first": f"{given} {family}",
        "capitals": name.upper(),
    }
    return forms[form] if given else name


def _abstract(abstract, rng):
    if not abstract or rng.random() < 0.3:
        return None
    if rng.random() < 0.3:
        abstract += " (C) 2017 Elsevier Ltd. All rights reserved."
    return abstract[:1000] if rng.random() < 0.1 else abstract


def _pages(pages, rng):
    if not pages or rng.random() < 0.15:
        return None
    first, dash, last = str(pages).partition("-")
    if not dash:
        return pages
    return rng.choice((pages, first, f"{first}\u2013{last}", f"{first}-{last[-2:]}", f"{first}-+"))


def _abbreviated(venue):
    return " ".join(
        word[:4] + "." if len(word) > 5 else word for word in venue.split() if word not in ("of", "the")
    )


def _without_accents(text):
    plain = unicodedata.normalize("NFKD", text.replace("Ł", "L").replace("ø", "o"))
    return "".join(letter for letter in plain if letter.isascii())


def look_alikes(record, rng):
    """Return other papers that look like this one, each with the name of its kind."""
    plain = {key: value for key, value in record.items() if key not in HIDDEN}
    year = record["published"].year if record.get("published") is not None else 2000
    elsewhere = {
        "volume": str(rng.randint(100, 200)),
        "pages": f"{rng.randint(4000, 5000)}-{rng.randint(5001, 6000)}",
        "published": datetime(year + rng.choice((2, 3)), 1, 1),
    }
    others = [f"{family}, {rng.choice('ABCDEF')}." for family in ("Quist", "Zorn", "Xylander", "Yxkull")]
    note = {"abstract": None, "document_type": "Note"}
    kinds = {
        "erratum": plain
        | elsewhere
        | note
        | {"title": f"Erratum: {record['title']}", "document_type": "Erratum"},
        "correction": plain | elsewhere | note | {"document_type": "Correction"},
        "reply": plain | elsewhere | note | {"title": f"{record['title']}: Reply"},
        "second part": plain | elsewhere | {"title": f"{record['title']}, Part II"},
        "other authors": plain | {"authors": others, "abstract": None},
        "other version": plain
        | elsewhere
        | {"venue": "Proceedings of a Symposium", "document_type": "Conference paper", "abstract": None},
        "editorial": plain
        | elsewhere
        | note
        | {"title": rng.choice(("Editorial", "Introduction", "Preface"))},
    }
    if record.get("document_type") not in ("Article", "Journal Article"):
        del kinds["other version"], kinds["correction"]
    return kinds


def noisy_set(records, *, seed):
    """Return records and, beside each, the name of the paper that it is.

    Each record given comes as it is and as other databases print it (once or twice), all without ids; one in
    four brings a paper that looks like it. A look-alike comes in two prints as well.
    """
    rng = random.Random(seed)
    made = []
    for place, record in enumerate(records):
        plain = {key: value for key, value in record.items() if key not in HIDDEN}
        made.append((plain, str(place)))
        made += [(other_print(record, rng), str(place)) for _ in range(rng.choice((1, 1, 2)))]
        if rng.random() < 0.25:
            kind, other = rng.choice(sorted(look_alikes(record, rng).items(), key=lambda item: item[0]))
            made.append((other, f"{place} {kind}"))
            if kind != "editorial":
                made.append((other_print(other, rng), f"{place} {kind}"))
    rng.shuffle(made)
    return [record for record, _ in made], [paper for _, paper in made]


def citations_of(record, rng):
    """Return the rows of `references` that cite the paper, one for each of the databases' styles."""
    year = record["published"].year + (1 if rng.random() < 0.1 else 0)
    first, _, last = (record.get("pages") or "").partition("-")
    paged = first if rng.random() < 0.9 else ""
    known = {"year": year, "volume": record.get("volume"), "doi": None}
    return [
        _web_of_science(record, paged, known, rng),
        _scopus(record, f"{first}-{last}" if first and last else first, known),
        _pubmed(record, f"{first}-{last[-2:]}" if last else first, known),
    ]


def _web_of_science(record, page, known, rng):
    words = [word for word in re.findall(r"\w+", record["venue"]) if word.lower() not in SMALL]
    venue = " ".join(word[: rng.choice((4, 5))] for word in words).upper()[:20]
    author = _without_accents(_name(record["authors"][0], "medline"))
    author = author.upper() if rng.random() < 0.3 else author
    parts = [author, str(known["year"]), venue, f"V{known['volume']}", f"P{page}" if page else ""]
    printed = ", ".join(part for part in parts if part and part != "VNone")
    return known | {"reference": printed, "author": author, "venue": venue, "pages": page or None}


def _scopus(record, pages, known):
    authors = "; ".join(_name(name, "initials").replace(",", "") for name in record["authors"])
    end = f"pp. {pages}, ({known['year']})"
    printed = f"{authors.replace(';', ',')}, {record['title']}, {record['venue']}, {known['volume']}, {end}"
    parts = {"title": record["title"], "venue": record["venue"], "pages": pages or None}
    return known | parts | {"reference": printed, "author": authors}


def _pubmed(record, pages, known):
    authors = ", ".join(_name(name, "medline") for name in record["authors"][:3])
    place = f"{known['year']};{known['volume']}(4):{pages}."
    return {"reference": f"{authors}. {record['title']}. {record['venue']}. {place}"}


def pair_counts(groups, truth):
    """Return how many pairs were joined, how many of them rightly, and how many should have been."""
    size = len(truth)
    group_of = [0] * size
    for number, group in enumerate(groups):
        for place in group:
            group_of[place] = number
    pairs = [_pairs(labels) for labels in (group_of, list(zip(group_of, truth, strict=True)), truth)]
    return tuple(pairs)


def _pairs(labels):
    counts = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())
