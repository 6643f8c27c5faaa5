"""One JSON answer from the web: spaced out, with a time limit, and asked for again when that may help.

Over urllib and the documented addresses of OpenAlex and Crossref. Their clients would not do: pyalex sets no
time limit and asks again only over https, habanero never asks again and hides how long the service wants us
to wait; both would have to be wrapped in what stands here.
"""

import datetime as dt
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504])
SLOWER = 403  # a refusal, or (OpenAlex) too many requests: asked again if a time or the rate limit is named
LONGEST_WAIT = 120.0  # seconds; a service that wants us to wait longer is left alone
LARGEST_ANSWER = 100_000_000  # bytes
PIECE = 1 << 16
LONGEST_ERROR = 100_000


class NoAnswer(OSError):
    """A service gave no usable answer; the message says what it said and what would do.

    `status` is the HTTP status of its last answer, 0 if there was none.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Web:
    """How a service is asked.

    Attributes
    ----------
    headers : mapping
        Sent with each request.
    interval : float
        Least seconds between two requests.
    pause : float
        Seconds before a request is made again; doubled each time, unless the service names a time.
    tries, timeout : int, float
        How often a request is made at most, and how many seconds an answer may take.
    sleep : callable
        Waits for some seconds.
    """

    headers: Mapping[str, str]
    interval: float
    pause: float = 1.0
    tries: int = 5
    timeout: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    asked: float = field(default=0.0, init=False)

    def get(self, url: str) -> Any:
        """Return the decoded JSON at an address, or None if there is nothing (404).

        Raises
        ------
        NoAnswer
            If there is still no usable answer after all tries, or if asking again would not help.
        """
        why, wait, status = "", self.pause, 0
        for attempt in range(self.tries):
            self.sleep(max(0.0, self.asked + self.interval - time.monotonic()))
            self.asked = time.monotonic()
            try:
                return self._answer(url)
            except urllib.error.HTTPError as error:
                status, named = error.code, _wait_named(error.headers)
                why = f"it answered {status} {error.reason}{_said(error)}"
                error.close()
                if status in (404, 410):
                    return None
                slower = status == SLOWER and (named is not None or "rate limit" in why.casefold())
                if status not in AGAIN and not slower:
                    raise NoAnswer(
                        f"{_shown(url)}: {why}; check the request, `mailto` and `api_key`.", status
                    ) from error
                if named is not None and named > LONGEST_WAIT:
                    raise NoAnswer(
                        f"{_shown(url)}: {why} and asks to wait {named:,.0f} s; what was fetched is kept, so "
                        "call again then.",
                        status,
                    ) from error
                wait = self.pause * 2**attempt if named is None else named
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                why, wait, status = f"{type(error).__name__}: {error}", self.pause * 2**attempt, 0
            if attempt + 1 < self.tries:
                self.sleep(wait)
        raise NoAnswer(
            f"{_shown(url)}: {why}, {self.tries} times; what was fetched is kept, so call again later.",
            status,
        )

    def _answer(self, url: str) -> Any:
        request = urllib.request.Request(url)
        for name, value in self.headers.items():  # not sent on to where the service may redirect us
            request.add_unredirected_header(name, value)
        until, body = time.monotonic() + self.timeout, bytearray()
        with urllib.request.urlopen(request, timeout=self.timeout) as response:
            while piece := response.read1(PIECE):
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise ValueError(f"an answer of more than {LARGEST_ANSWER:,} bytes")
                if time.monotonic() > until:  # the time limit of a connection is one of each piece
                    raise TimeoutError(f"an answer that was not whole after {self.timeout:g} s")
        return json.loads(body)


def _wait_named(headers: Message) -> float | None:
    """Return the seconds that the service wants us to wait, given as a number or as a date.

    OpenAlex says how much of a day's allowance is left, what the request would cost, and when the next day
    begins: an allowance that does not suffice comes back only then.
    """
    left, needed = (_number(headers.get(f"X-RateLimit-{name}")) for name in ("Remaining", "Credits-Required"))
    if left is not None and left < (needed or 1):
        given = headers.get("X-RateLimit-Reset") or headers.get("Retry-After")
    else:
        given = headers.get("Retry-After")
    if not given:
        return None
    seconds = _number(given)
    if seconds is not None:
        return max(0.0, seconds)
    try:
        when = parsedate_to_datetime(given)
    except ValueError:
        return None
    return max(0.0, (when - dt.datetime.now(tz=when.tzinfo)).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _said(error: urllib.error.HTTPError) -> str:
    """Return what the service says of an error in its answer, in brackets; '' if that is no JSON."""
    try:
        answer = json.loads(error.read(LONGEST_ERROR))
    except (OSError, HTTPException, ValueError, RecursionError):
        return ""
    said = answer.get("message") or answer.get("error") if isinstance(answer, dict) else None
    if isinstance(said, list) and said and isinstance(said[0], dict):  # Crossref lists what is not valid
        said = said[0].get("message")
    return f" ({' '.join(said.split())[:200]})" if isinstance(said, str) and said.strip() else ""


def _shown(url: str) -> str:
    """Return the address without its query, which may hold a key."""
    return url.partition("?")[0]
