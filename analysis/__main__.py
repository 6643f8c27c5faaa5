"""The command line: `python -m analysis report PATH...`."""

import argparse
import logging
import os
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence

WRONG_ARGUMENTS, INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0: all went well; 1: a notebook failed, and the report says where; 2: the arguments will not do;
    130: interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(given)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _report(options, command=shlex.join(["python", "-m", "analysis", *given]))
    except KeyboardInterrupt:
        # The kernel was ended on purpose; asyncio would report it as an error nobody looked at.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        print(
            "\nanalysis: interrupted; the report is as it was before, figures drawn so far are new.",
            file=sys.stderr,
        )
        return INTERRUPTED


def _report(options: argparse.Namespace, *, command: str) -> int:
    from analysis.report import ReportError, make_report, parse_settings

    try:
        report = make_report(
            options.paths,
            output=options.output,
            figures=options.figures,
            notebooks=options.notebooks,
            parameters=parse_settings(options.set),
            command=command,
        )
    except ReportError as error:
        print(f"analysis: {error}", file=sys.stderr)
        return WRONG_ARGUMENTS
    _print_end(report.page, report.facts)
    for name, failure in report.failures.items():
        print(f"analysis: {name} failed: {failure}", file=sys.stderr)
    return 1 if report.failures else 0


def _print_end(page: os.PathLike[str], facts: Mapping[str, object]) -> None:
    from analysis.display import FACT_LABELS, fact_label, fact_text

    print(f"\nReport: {page}\n")
    width = max(map(len, FACT_LABELS.values()))
    for name in FACT_LABELS:
        print(f"  {fact_label(name):<{width}}  {fact_text(facts[name])}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="Reports on collections of papers."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        help="run every notebook on a corpus; figures, tables and one HTML page come out",
        description="Run every notebook on a corpus. Exit code: 0, or 1 if a notebook failed.",
    )
    report.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or a saved corpus")
    report.add_argument("--output", default="reports", metavar="DIR", help="where to (default: %(default)s)")
    report.add_argument("--figures", metavar="DIR", help="where figures go (default: figures/ in the output)")
    report.add_argument("--notebooks", metavar="DIR", help="other notebooks than the project's own")
    report.add_argument(
        "--set",
        action="extend",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the notebooks: JSON, a Python literal, or text",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
