"""Bibliometric analysis in notebooks: a corpus of papers as DataFrames, its measures, topics and figures."""

from importlib.metadata import version as _version
from types import ModuleType as _ModuleType

from analysis.affiliations import affiliation_counts, describe_affiliation_counts, plot_affiliation_counts
from analysis.author_corrections import correct_authors
from analysis.author_decisions import author_decisions, describe_author_decisions
from analysis.citation_pairs import bibliographic_coupling, co_citations
from analysis.citations import (
    describe_local_citations,
    describe_most_cited_references,
    local_citations,
    most_cited_references,
    plot_local_citations,
    plot_most_cited_references,
)
from analysis.coauthorship import (
    coauthor_network,
    coauthorships,
    collaboration_summary,
    describe_collaboration,
)
from analysis.code_share import code_share, describe_code_share, plot_code_share
from analysis.collaboration import (
    describe_team_size_over_time,
    plot_team_size_over_time,
    team_size,
    team_size_over_time,
)
from analysis.corpus import Corpus, EnrichedCorpus, date_span, load_corpus, summary
from analysis.countries import country_of
from analysis.coverage import (
    coverage,
    describe_coverage,
    describe_ledger,
    describe_merged_papers,
    merged_papers,
    plot_coverage,
)
from analysis.date_coverage import date_coverage, describe_date_coverage
from analysis.display import forget_tables, read_table, report_facts, show_table
from analysis.errors import TooLittleData
from analysis.exports import (
    write_bibtex,
    write_csl_json,
    write_csv,
    write_graphml,
    write_ris,
    write_vosviewer,
    write_xlsx,
)
from analysis.figure_style import use_style
from analysis.figures import draw, save_figure
from analysis.growth import describe_growth, growth, growth_curve, plot_growth
from analysis.identify import describe_author_rules, identify_authors
from analysis.institutions import institution_of
from analysis.keywords import (
    describe_keyword_counts,
    keyword_cooccurrences,
    keyword_counts,
    plot_keyword_counts,
)
from analysis.lotka import describe_lotka, fit_lotka, papers_per_author, plot_lotka
from analysis.network_plots import describe_coauthor_network, plot_coauthor_network
from analysis.networks import (
    describe_network,
    network,
    paper_names,
    plot_network,
    strongest_links,
    strongest_nodes,
)
from analysis.online import enrich, refresh
from analysis.periods import unfinished_period
from analysis.productivity import author_productivity, describe_author_productivity, plot_author_productivity
from analysis.productivity_over_time import (
    describe_productivity_over_time,
    plot_productivity_over_time,
    productivity_over_time,
)
from analysis.readers import Format, Reading, Source
from analysis.reference_matching import match_references
from analysis.topic_assignment import assign_topics, describe_assigned_topics
from analysis.topic_changes import describe_rising_topics, plot_rising_topics, rising_topics
from analysis.topic_choice import (
    describe_topic_choice,
    describe_topic_stability,
    plot_topic_choice,
    topic_choice,
    topic_stability,
)
from analysis.topic_comparison import compare_topics, describe_compared_topics, plot_compared_topics
from analysis.topic_context import describe_words_in_context, words_in_context
from analysis.topic_files import load_topics, save_topics
from analysis.topic_languages import describe_topic_languages, topic_languages
from analysis.topic_levels import Subtopics, describe_subtopics, fit_subtopics
from analysis.topic_map import describe_topic_map, plot_topic_map, topic_map
from analysis.topic_page import save_topic_page
from analysis.topic_quality import describe_topic_quality, plot_topic_quality, topic_quality
from analysis.topic_search import describe_found_papers, find_papers, similar_papers
from analysis.topic_shares import describe_topic_shares, plot_topic_shares, topic_shares
from analysis.topic_similarity import describe_topic_similarity, plot_topic_similarity, topic_similarity
from analysis.topic_tables import (
    describe_topic_sizes,
    describe_typical_papers,
    plot_topic_sizes,
    topic_sizes,
    typical_papers,
)
from analysis.topic_trends import describe_topics_over_time, plot_topics_over_time, topics_over_time
from analysis.topics import Topics, fit_topics
from analysis.trends import describe_papers_per_period, papers_per_period, plot_papers_per_period

__version__ = _version("bibliometric-notebooks")
# what completion and `import *` offer: not the modules, whose names would hide a notebook's own
__all__ = [name for name in globals() if not name.startswith("_")]
__all__ = [name for name in __all__ if not isinstance(globals()[name], _ModuleType)]


def __dir__() -> list[str]:
    return [*__all__, "__all__", "__doc__", "__file__", "__name__", "__path__", "__version__"]
