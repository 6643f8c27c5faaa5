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
LONGEST_WAIT = 120.0  # seconds; a service that wants us to wait longer is left alone
LARGEST_ANSWER = 100_000_000  # bytes


class NoAnswer(OSError):
    """A service gave no usable answer; the message says what it said and what would do."""


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
        why, wait = "", self.pause
        for attempt in range(self.tries):
            self.sleep(max(0.0, self.asked + self.interval - time.monotonic()))
            self.asked = time.monotonic()
            try:
                return self._answer(url)
            except urllib.error.HTTPError as error:
                why, named = f"it answered {error.code} {error.reason}", _retry_after(error.headers)
                error.close()
                if error.code in (404, 410):
                    return None
                if error.code not in AGAIN:
                    raise NoAnswer(
                        f"{_shown(url)}: {why}; check the request, `mailto` and `api_key`."
                    ) from error
                if named is not None and named > LONGEST_WAIT:
                    raise NoAnswer(
                        f"{_shown(url)}: {why} and asks to wait {named:,.0f} s; what was fetched is kept, so "
                        "call again then."
                    ) from error
                wait = self.pause * 2**attempt if named is None else named
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                why, wait = f"{type(error).__name__}: {error}", self.pause * 2**attempt
            if attempt + 1 < self.tries:
                self.sleep(wait)
        raise NoAnswer(
            f"{_shown(url)}: {why}, {self.tries} times; what was fetched is kept, so call again later."
        )

    def _answer(self, url: str) -> Any:
        request = urllib.request.Request(url)
        for name, value in self.headers.items():  # not sent on to where the service may redirect us
            request.add_unredirected_header(name, value)
        with urllib.request.urlopen(request, timeout=self.timeout) as response:
            body = response.read(LARGEST_ANSWER + 1)
        if len(body) > LARGEST_ANSWER:
            raise ValueError(f"an answer of more than {LARGEST_ANSWER:,} bytes")
        return json.loads(body)


def _retry_after(headers: Message) -> float | None:
    """Return the seconds that the service wants us to wait, given as a number or as a date."""
    given = headers.get("Retry-After")
    if not given:
        return None
    try:
        return max(0.0, float(given))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(given)
    except ValueError:
        return None
    return max(0.0, (when - dt.datetime.now(tz=when.tzinfo)).total_seconds())


def _shown(url: str) -> str:
    """Return the address without its query, which may hold a key."""
    return url.partition("?")[0]
