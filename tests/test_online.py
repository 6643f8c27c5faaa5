"""`enrich` and `refresh` against a small server that answers as OpenAlex and Crossref do, errors included."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import Corpus, EnrichedCorpus, load_corpus
from analysis.online import enrich, refresh
from analysis.online_fetch import is_same_paper
from analysis.web_request import NoAnswer, Web

MOSS = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5555/moss",
    "ids": {"openalex": "https://openalex.org/W1", "pmid": "https://pubmed.ncbi.nlm.nih.gov/77"},
    "title": "Moss on the north walls of old houses",
    "publication_date": "2020-03-15",
    "authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": "Ada Berg"}, "countries": ["NO"]}],
    "primary_location": {"source": {"display_name": "Journal of Moss"}},
    "biblio": {"volume": "3", "first_page": "1", "last_page": "9"},
    "abstract_inverted_index": {"Moss": [0], "grows.": [1]},
    "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W9"],
    "cited_by_count": 12,
    "updated_date": "2024-01-01",
}  # fmt: skip
ROOFS = {
    "id": "https://openalex.org/W2",
    "doi": None,
    "title": "Roofs and the rain that falls on them",
    "publication_date": "2019-06-02",
    "authorships": [{"author": {"display_name": "Bo Ek"}}],
    "cited_by_count": 4,
}  # fmt: skip
GUTTER = {
    "DOI": "10.5555/gutter,1",
    "title": ["Gutters, counted"],
    "author": [{"family": "Ro", "given": "Cy"}],
    "issued": {"date-parts": [[2001, 2]]},
    "container-title": ["J. Rain"],
    "reference": [{"key": "r1", "unstructured": "Berg A. Moss. 2020.", "DOI": "10.5555/moss"}],
    "is-referenced-by-count": 5,
    "type": "journal-article",
}  # fmt: skip
OPENALEX_TAKES = {"filter", "search", "select", "page", "per_page"}
CROSSREF_TAKES = {"filter", "query.bibliographic", "rows", "offset", "mailto"}
# what OpenAlex says with each answer: of a day's allowance that is used up until midnight, three hours on
USED_UP = (("X-RateLimit-Limit", "1000"), ("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset", "10800"))


class Service:
    """A server with OpenAlex under /openalex and Crossref under /crossref; `troubles` come before answers."""

    def __init__(self):
        self.asked, self.keys, self.troubles, self.page_size = [], [], [], 50
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def url(self, name="openalex"):
        return f"http://127.0.0.1:{self.server.server_address[1]}/{name}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler):
        parts = urlsplit(handler.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.asked.append((unquote(parts.path), query, handler.headers["User-Agent"]))
        self.keys.append(handler.headers["Authorization"])
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, float):
            time.sleep(trouble)
        elif trouble == "drip":
            return self.drip(handler)
        elif trouble == "broken":
            return self.send(handler, 200, '{"meta": {"count": 1}, "results": [{"id": "https://op')
        elif trouble:
            status, headers, *said = trouble
            return self.send(handler, status, *(said or ["Try later"]), headers)
        _, name, _, *single = parts.path.split("/")
        if wrong := self.what_is_wrong(name, query):
            return self.send(handler, 400, json.dumps(wrong))
        found = self.openalex(query, single) if name == "openalex" else self.crossref(query, single)
        return (
            self.send(handler, 404, "Resource not found.")
            if found is None
            else self.send(handler, 200, json.dumps(found))
        )

    @staticmethod
    def send(handler, status, text, headers=()):
        body = text.encode()
        try:
            handler.send_response(status)
            for name, value in (
                *headers,
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
            ):
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            return  # the client no longer waits

    @staticmethod
    def drip(handler):
        """Answer nothing, letter by letter, each soon enough for the connection, in three seconds in all."""
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(60):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
            handler.wfile.write(b'{"results": []}')
        except OSError:
            return  # the client no longer waits

    def what_is_wrong(self, name, query):
        """Return the answer to a request that the real service would refuse, as it words it."""
        known = {"openalex": OPENALEX_TAKES, "crossref": CROSSREF_TAKES}.get(name, set())
        unknown = sorted(set(query) - known)
        many = query.get("filter", "").count("|") >= 100 or int(query.get("per_page", 25)) > 100
        if name == "openalex" and (unknown or many or "not-an-id" in query.get("filter", "")):
            return {"error": "Invalid query parameters error.", "message": f"{unknown} is not valid."}
        if unknown:
            said = {
                "type": "parameter-not-allowed",
                "value": unknown[0],
                "message": f"{unknown} is not valid.",
            }
            return {"status": "failed", "message-type": "validation-failure", "message": [said]}
        return None

    def openalex(self, query, single):
        if single:
            return None
        if "search" in query:
            words = query["search"].split()[0].lower()
            found = [work for work in (MOSS, ROOFS) if words in work["title"].lower()]
        else:
            kind, _, ids = query["filter"].partition(":")
            field = {
                "doi": lambda work: (work["doi"] or "")[16:],
                "openalex": lambda work: work["id"][21:],
                "pmid": lambda work: work.get("ids", {}).get("pmid", "")[32:],
            }[kind]
            found = [work for work in (MOSS, ROOFS) if field(work) in ids.split("|")]
        wanted = query.get("select", "").split(",")
        if wanted != [""]:
            found = [{key: work[key] for key in wanted if key in work} for work in found]
        start = (int(query.get("page", 1)) - 1) * self.page_size
        return {"meta": {"count": len(found)}, "results": found[start : start + self.page_size]}

    def crossref(self, query, single):
        if single:
            one = unquote(single[0])
            return (
                {"status": "ok", "message-type": "work", "message": GUTTER} if one == GUTTER["DOI"] else None
            )
        return {"status": "ok", "message": {"total-results": 0, "items": []}}


@pytest.fixture
def service():
    running = Service()
    yield running
    running.close()


def a_corpus(*papers, **tables):
    rows = [
        {"paper_id": f"p{place}", "sources": "x.csv", **paper} for place, paper in enumerate(papers, start=1)
    ]
    made = {name: schema.table(name, tables.get(name, ())) for name in schema.COLUMNS}
    return Corpus(**{**made, "papers": schema.table("papers", rows)})


def quick(**options):
    return Web({"User-Agent": "test"}, interval=0.0, pause=0.01, **options)


def ask(service, corpus, call=enrich, name="openalex", **options):
    given = {"mailto": "ada@example.org", "cache": False, "progress": False, "web": quick()} | options
    return call(corpus, source=name, base_url=service.url(name), **given)


def paper(corpus, paper_id="p1"):
    row = corpus.papers.set_index("paper_id").loc[paper_id]
    return {column: None if pd.isna(value) else value for column, value in row.items()}


def test_missing_cells_are_filled_by_doi_and_each_says_where_it_is_from(service):
    corpus = a_corpus({"title": "Moss on north walls", "doi": "10.5555/moss"})
    before = corpus.papers.copy()
    richer = ask(service, corpus)
    row = paper(richer)
    assert (row["title"], row["abstract"], row["venue"]) == (
        "Moss on north walls",
        "Moss grows.",
        "Journal of Moss",
    )
    assert (row["year"], row["published"], row["date_precision"]) == (2020, pd.Timestamp(2020, 3, 15), "day")
    assert (row["volume"], row["pages"], row["pmid"], row["openalex_id"]) == ("3", "1-9", "77", "W1")
    assert (row["citations"], row["citations_source"]) == (12, "OpenAlex")
    assert richer.authorships[["paper_id", "position", "author", "country", "source_author_id"]].values.tolist() == [["p1", 1, "Ada Berg", "NO", "openalex:A1"]]  # fmt: skip
    assert richer.references["reference"].tolist() == ["https://openalex.org/W2", "https://openalex.org/W9"]
    origins = richer.origins.set_index("column")
    assert origins.loc["abstract", ["paper_id", "value", "source", "id"]].tolist() == [
        "p1",
        "Moss grows.",
        "OpenAlex",
        "W1",
    ]
    assert origins.loc["citations", "value"] == "12"
    assert (
        origins.loc["citations_date", "value"]
        == origins.loc["citations", "fetched"][:10]
        == row["citations_date"]
    )
    assert origins.loc["abstract", "url"].endswith("/works/W1")
    assert origins.loc[["authors", "references"], "value"].tolist() == ["Ada Berg", "2 references"]
    assert origins["replaced"].isna().all()
    assert richer.problems.empty
    pd.testing.assert_frame_equal(corpus.papers, before)
    (path, query, agent) = service.asked[0]
    assert (path, query["filter"], agent) == ("/openalex/works", "doi:10.5555/moss", "test")
    assert "mailto" not in query  # OpenAlex no longer takes it


def test_what_the_files_gave_stays_unless_asked(service):
    given = {
        "doi": "10.5555/moss",
        "abstract": "Ours.",
        "venue": "Annals of Walls",
        "citations": 3,
        "citations_source": "Scopus",
    }
    authors = [{"paper_id": "p1", "position": 1, "author": "A. Berg", "author_id": "a-berg"}]
    references = [{"paper_id": "p1", "reference": "Ek B. 1999"}]
    corpus = a_corpus(given, authorships=authors, references=references)
    kept = ask(service, corpus)
    row = paper(kept)
    assert (row["abstract"], row["venue"], row["citations"], row["citations_source"]) == ("Ours.", "Annals of Walls", 3, "Scopus")  # fmt: skip
    assert (row["volume"], row["pages"]) == (None, None)  # they are of another venue
    assert row["year"] == 2020
    assert kept.authorships["author"].tolist() == ["A. Berg"]
    assert kept.references["reference"].tolist() == ["Ek B. 1999"]
    forced = ask(service, corpus, overwrite=["abstract", "references"], columns=["published"])
    assert paper(forced)["abstract"] == "Moss grows."
    assert paper(forced)["venue"] == "Annals of Walls"
    assert len(forced.references) == 2
    replaced = forced.origins.set_index("column")["replaced"]
    assert (replaced["abstract"], replaced["references"]) == ("Ours.", "1 references")


def test_papers_are_found_by_pmid_arxiv_openalex_id_and_title(service):
    by_title = {
        "title": "Roofs, and the Rain that Falls on Them",
        "year": 2020,
        "published": pd.Timestamp(2020, 1, 1),
        "date_precision": "year",
    }
    corpus = a_corpus(
        {"pmid": "77"}, by_title, {"openalex_id": "W2"}, {"arxiv_id": "2001.00001"}, {"title": "Unheard of"}
    )
    richer = ask(service, corpus)
    assert richer.papers["openalex_id"].fillna("").tolist() == ["W1", "W2", "W2", "", ""]
    assert paper(richer, "p2")["year"] == 2020
    assert [query["filter"] for _, query, _ in service.asked[:3]] == [
        "openalex:W2",
        "pmid:77",
        "doi:10.48550/arxiv.2001.00001",
    ]
    assert richer.references["cited_paper_id"].dropna().isin(["p2", "p3"]).all()


@pytest.mark.parametrize(
    ("paper", "record", "same"),
    [
        ({"title": "Roofs and the rain that falls", "year": 2019}, {"title": "Roofs and the Rain that Falls.", "published": pd.Timestamp(2020, 5, 1)}, True),
        ({"title": "Roofs and the rain that falls", "year": 2015}, {"title": "Roofs and the rain that falls", "published": pd.Timestamp(2020, 5, 1)}, False),
        ({"title": "Roofs and the rain that falls"}, {"title": "Roofs and the rain that falls"}, False),
        ({"title": "Roofs and the rain that falls on them in winter: part 1", "year": 2020}, {"title": "Roofs and the rain that falls on them in winter: part 2", "published": pd.Timestamp(2020, 5, 1)}, False),
        ({"title": "Editorial", "year": 2020}, {"title": "Editorial", "published": pd.Timestamp(2020, 5, 1)}, False),
        ({"title": "Editorial", "year": 2020, "authors": ["Ek, Bo"]}, {"title": "Editorial", "published": pd.Timestamp(2020, 5, 1), "authors": ["Bo Ek"]}, True),
        ({"title": "Roofs and the rain that falls", "year": 2020, "authors": ["Ek, Bo"]}, {"title": "Roofs and the rain that falls", "published": pd.Timestamp(2020, 5, 1), "authors": ["Cy Ro"]}, False),
        ({"title": "Roofs and the rain that falls", "year": 2020, "doi": "10.5555/a"}, {"title": "Roofs and the rain that falls", "published": pd.Timestamp(2020, 5, 1), "doi": "10.5555/b"}, False),
    ],
)  # fmt: skip
def test_a_work_found_by_title_must_agree(paper, record, same):
    assert is_same_paper(paper, record) is same


def test_an_id_of_another_work_gives_nothing_but_a_problem(service):
    richer = ask(
        service, a_corpus({"title": "Quantum logic of graphene", "doi": "10.5555/moss"}), titles=False
    )
    assert paper(richer)["abstract"] is None
    assert richer.origins.empty
    assert "W1 is of another work" in richer.problems["problem"].item()


def test_crossref_gives_references_with_their_text_and_odd_dois_are_asked_for_alone(service):
    richer = ask(service, a_corpus({"doi": "10.5555/gutter,1"}, {"doi": "10.5555/none"}), name="crossref")
    assert paper(richer)["venue"] == "J. Rain"
    assert paper(richer)["citations_source"] == "Crossref"
    assert richer.references[["reference", "doi"]].values.tolist() == [
        ["Berg A. Moss. 2020.", "10.5555/moss"]
    ]
    assert [path for path, _, _ in service.asked] == ["/crossref/works", "/crossref/works/10.5555/gutter,1"]
    assert service.asked[0][1]["filter"] == "doi:10.5555/none"
    assert service.asked[0][1]["mailto"] == "ada@example.org"


@pytest.mark.parametrize(
    "trouble", [(500, ()), (503, ()), (403, (), '{"message": "Rate limit exceeded"}'), (403, (("Retry-After", "0.05"),)), (429, (("Retry-After", "0.05"),)), (429, (("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"),)), "broken", 0.6, "drip"]
)  # fmt: skip
def test_passing_troubles_are_sat_out(service, trouble):
    service.troubles = [trouble]
    richer = ask(service, a_corpus({"doi": "10.5555/moss"}), web=quick(timeout=0.3))
    assert paper(richer)["abstract"] == "Moss grows."
    assert len(service.asked) == 2
    assert richer.problems.empty


def test_waits_grow_and_follow_the_service(service):
    waited = []
    web = Web({}, interval=0.0, pause=1.0, sleep=waited.append)
    service.troubles = [(500, ()), (500, ()), (429, (("Retry-After", "7"),))]
    assert web.get(service.url() + "/works?filter=doi:10.5555/moss")["meta"]["count"] == 1
    assert [seconds for seconds in waited if seconds] == [1.0, 2.0, 7.0]


def test_a_key_is_sent_in_a_header_and_stands_nowhere_else(service, tmp_path):
    cache = tmp_path / "answers.sqlite"
    service.troubles = [(403, ())]
    corpus = a_corpus({"doi": "10.5555/moss"}, {"openalex_id": "W2"})
    richer = ask(service, corpus, web=None, api_key="my-secret", titles=False, cache=cache)
    assert service.keys == ["Bearer my-secret"] * 2
    tables = [richer.origins, richer.problems, richer.papers]
    assert all("my-secret" not in table.to_csv() for table in tables)
    assert b"my-secret" not in cache.read_bytes()
    assert "my-secret" not in str(service.asked)


@pytest.mark.parametrize("answer", [[], 5, None, {"results": None}, {"results": [5, None]}, {"meta": [], "results": [{"id": 3}]}, {"message": {"items": {}}}])  # fmt: skip
def test_answers_of_another_shape_give_nothing(answer):
    stand_in = SimpleNamespace(get=lambda address: answer)
    corpus = a_corpus({"doi": "10.5555/moss", "title": "Moss on the walls"})
    richer = enrich(corpus, mailto="ada@example.org", web=stand_in, cache=False, progress=False)
    assert richer.origins.empty


def test_odd_values_are_left_out_and_can_be_saved(tmp_path):
    work = {
        "DOI": "10.5555/moss",
        "title": ["Moss \ud83d"],
        "volume": {"no": 3},
        "abstract": "A \udc00 b",
        "is-referenced-by-count": 10**30,
    }
    stand_in = SimpleNamespace(get=lambda address: {"message": {"items": [work]}})
    richer = enrich(
        a_corpus({"doi": "10.5555/moss"}),
        mailto="ada@example.org",
        source="crossref",
        web=stand_in,
        cache=False,
        progress=False,
    )
    assert paper(richer)["abstract"] == "A \ufffd b"
    assert (paper(richer)["volume"], paper(richer)["citations"]) == (None, None)
    assert richer.save(tmp_path / "corpus").is_dir()


def test_many_papers_are_found_in_parts(service, monkeypatch):
    monkeypatch.setattr("analysis.online_fetch.CHUNK", 2)
    richer = ask(service, a_corpus(*({"openalex_id": one} for one in ("W1", "W2", "W1", "W2", "W1"))))
    assert richer.papers["citations"].tolist() == [12, 4, 12, 4, 12]


def test_a_key_does_not_follow_a_redirection(service):
    service.troubles = [(302, (("Location", service.url() + "/works?filter=doi:10.5555/moss"),))]
    web = Web({"Authorization": "Bearer my-secret"}, interval=0.0)
    assert web.get(service.url() + "/elsewhere")["meta"]["count"] == 1
    assert service.keys == ["Bearer my-secret", None]


def test_many_ids_are_asked_for_in_as_many_requests_as_the_service_takes(service):
    ids = [f"10.5555/{place}" for place in range(230)]
    richer = ask(service, a_corpus(*({"doi": one} for one in [*ids, "10.5555/moss"])), titles=False)
    assert richer.problems.empty
    assert richer.papers["abstract"].dropna().tolist() == ["Moss grows."]
    assert len(service.asked) == 5


def test_requests_keep_their_distance(service):
    web = Web({}, interval=0.1)
    start = time.monotonic()
    for _ in range(4):
        web.get(service.url() + "/works?filter=doi:x")
    assert time.monotonic() - start >= 0.3


def test_lasting_trouble_ends_in_problems_and_the_rest_is_kept(service):
    service.troubles = [(500, ())] * 3
    corpus = a_corpus({"doi": "10.5555/moss", "abstract": "Ours."})
    richer = ask(service, corpus, web=quick(tries=3), titles=False)
    assert paper(richer) == paper(corpus)
    assert "500" in richer.problems["problem"].item()
    assert "api_key" not in richer.problems["problem"].item()


def test_a_service_that_keeps_failing_is_left_alone(service):
    service.troubles = [(403, ())] * 50
    richer = ask(
        service, a_corpus(*({"title": f"Paper {place} of a long series of papers"} for place in range(9)))
    )
    assert len(service.asked) == 3
    assert "left alone" in richer.problems["problem"].iloc[-1]


def test_a_long_ban_is_not_waited_for(service):
    service.troubles = [(429, (("Retry-After", "86400"),))]
    with pytest.raises(NoAnswer, match="86,400 s"):
        quick().get(service.url() + "/works?api_key=secret")
    service.troubles = [(401, ())]
    with pytest.raises(NoAnswer) as refused:
        quick().get(service.url() + "/works?api_key=secret")
    assert "secret" not in str(refused.value)


def test_an_allowance_that_is_used_up_is_not_asked_for_again_and_says_what_would_do(service):
    needs = ("X-RateLimit-Credits-Required", "10")
    service.troubles = [(429, (*USED_UP, needs, ("Retry-After", "1")))]
    richer = ask(
        service, a_corpus({"title": "Roofs and the rain that falls on them", "year": 2019}), web=quick()
    )
    assert len(service.asked) == 1
    problem = richer.problems["problem"].item()
    assert "asks to wait 10,800 s" in problem
    assert "openalex.org/settings/api" in problem


def test_an_allowance_that_is_left_is_no_reason_to_wait_for_the_next_day(service):
    service.troubles = [(429, (*USED_UP, ("Retry-After", "0.05")))]
    richer = ask(service, a_corpus({"doi": "10.5555/moss"}), web=quick())
    assert paper(richer)["abstract"] == "Moss grows."


def test_an_id_that_is_none_costs_itself_only(service):
    ids = ["10.5555/a", "10.5555/not-an-id", "10.5555/moss", "10.5555/b"]
    richer = ask(service, a_corpus(*({"doi": one} for one in ids)), titles=False)
    assert paper(richer, "p3")["abstract"] == "Moss grows."
    problem = richer.problems.iloc[0]
    assert (len(richer.problems), problem["text"]) == (1, "10.5555/not-an-id")
    assert "400 Bad Request ([] is not valid.)" in problem["problem"]


def test_signs_that_a_search_would_obey_are_words(service):
    ask(service, a_corpus({"title": "Moss AND walls: NOT a survey"}))
    assert service.asked[0][1]["search"] == "moss and walls not a survey"


def test_all_pages_of_an_answer_are_read(service):
    service.page_size = 1
    richer = ask(service, a_corpus({"openalex_id": "W1"}, {"openalex_id": "W2"}))
    assert richer.papers["citations"].tolist() == [12, 4]
    assert [query["page"] for _, query, _ in service.asked if "page" in query] == ["1", "2"]


def test_answers_are_kept_and_a_stopped_run_goes_on(service, tmp_path):
    corpus = a_corpus(
        {"doi": "10.5555/moss"}, {"title": "Roofs and the rain that falls on them", "year": 2019}
    )
    cache = tmp_path / "deep" / "answers.sqlite"
    service.troubles = [0.0, (403, ())]  # the first is answered, the second is not
    partly = ask(service, corpus, cache=cache)
    assert partly.papers["citations"].fillna(-1).tolist() == [12, -1]
    rest = ask(service, corpus, cache=cache)
    assert rest.papers["citations"].tolist() == [12, 4]
    assert len(service.asked) == 3
    again = ask(service, corpus, cache=cache)
    assert len(service.asked) == 3
    pd.testing.assert_frame_equal(again.papers, rest.papers)
    ask(service, corpus, cache=cache, max_age=-1)
    assert len(service.asked) == 5


def test_a_file_that_is_no_cache_is_named(service, tmp_path):
    cache = tmp_path / "notes.txt"
    cache.write_text("these are my notes, no database at all" * 50)
    with pytest.raises(ValueError, match=r"notes\.txt is no cache of answers"):
        ask(service, a_corpus({"doi": "10.5555/moss"}), cache=cache)


def test_refresh_takes_todays_counts_and_says_what_was_there(service):
    known = {
        "doi": "10.5555/moss",
        "citations": 99,
        "citations_source": "Scopus",
        "citations_date": "2019-01-01",
    }
    corpus = a_corpus(known, {"title": "Not known", "citations": 7, "citations_source": "Scopus"})
    fresh = ask(service, corpus, call=refresh)
    assert fresh.papers["citations"].tolist() == [12, 7]
    assert fresh.papers["citations_source"].tolist() == ["OpenAlex", "Scopus"]
    assert paper(fresh)["abstract"] is None
    today = fresh.origins["fetched"].iloc[0][:10]
    assert paper(fresh)["citations_date"] == today
    assert fresh.origins.set_index("column")["replaced"].to_dict() == {"citations": "99", "citations_source": "Scopus", "citations_date": "2019-01-01"}  # fmt: skip
    assert "cited_by_count" in service.asked[0][1]["select"]
    assert all("search" not in query for _, query, _ in service.asked)


def test_counts_are_asked_for_once_a_day_and_are_no_full_works(service, tmp_path):
    corpus = a_corpus({"doi": "10.5555/moss"})
    for _ in range(2):
        counted = ask(service, corpus, call=refresh, cache=tmp_path / "answers.sqlite")
    assert paper(counted)["citations"] == 12
    assert len(service.asked) == 1
    assert paper(ask(service, corpus, cache=tmp_path / "answers.sqlite"))["abstract"] == "Moss grows."


def test_origins_add_up_and_are_saved_with_the_corpus(service, tmp_path):
    richer = ask(service, a_corpus({"doi": "10.5555/moss", "citations": 1}))
    both = ask(service, richer, call=refresh)
    assert len(both.origins) > len(richer.origins)
    folder = both.save(tmp_path / "corpus")
    again = load_corpus(folder)
    assert isinstance(again, EnrichedCorpus)
    pd.testing.assert_frame_equal(again.origins, both.origins)
    assert again.papers["citations"].tolist() == [12]
    a_corpus({"doi": "10.5555/moss"}).save(folder)
    assert type(load_corpus(folder)) is Corpus


def test_persons_who_are_known_keep_their_ids(service):
    known = [
        {
            "paper_id": "p2",
            "position": 1,
            "author": "Ada Berg",
            "author_id": "the-ada",
            "source_author_id": "openalex:A1",
        }
    ]
    corpus = a_corpus({"doi": "10.5555/moss"}, {"title": "Other"}, authorships=known)
    richer = ask(service, corpus, columns=["authors"], titles=False)
    assert richer.authorships[["paper_id", "author_id"]].values.tolist() == [
        ["p1", "the-ada"],
        ["p2", "the-ada"],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mailto": "nobody"}, "`mailto` must be your mail address, but 'nobody'"),
        ({"name": "scopus"}, "`source` must be one of 'openalex', 'crossref'"),
        ({"columns": ["colour"]}, "`columns` must be among .* but 'colour'"),
        ({"overwrite": ["titel"]}, "`overwrite` must be among .* but 'titel'"),
    ],
)
def test_wrong_options_are_named(service, options, message):
    with pytest.raises(ValueError, match=message):
        ask(service, a_corpus({"doi": "10.5555/moss"}), **options)
    assert service.asked == []


def test_nothing_to_ask_asks_nothing(service):
    assert ask(service, a_corpus()).origins.empty
    assert ask(service, a_corpus({"abstract": "Ours."}), columns=["abstract"]).origins.empty
    assert service.asked == []
