"""The bounds on what comes in, in one place. Reports are hostile input: what passes a bound is refused and told."""

from dataclasses import dataclass

MB = 1024 * 1024

LARGEST_FILE = 50 * MB  # bytes of a file, and of what an address answers
LARGEST_LINE = 50 * MB  # bytes of a line that a filter reads
MOST_LISTED = 50_000  # addresses taken from one feed, sitemap or index page: what one sitemap may hold
MOST_PARTS = 50_000  # records, rows or messages of one file
MOST_ATTACHED = 30  # files of one message
MOST_NESTED = 4  # messages within messages
SECONDS_IN_ALL = 40.0  # after which the rest of a file that holds many reports is left out, and said to be


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take, in the process that reads it. Where a system has no such limit, it is left out.

    `memory` is address space; a reader at rest takes a fifth of it.
    """

    seconds: float = 60.0  # by the clock, from handing the file over to its answer
    start_seconds: float = 60.0  # until a fresh reader says that it is ready
    memory: int = 1536 * MB
    output: int = 128 * MB  # bytes of the answer: text and metadata of all reports in a file
    inflated: int = 75 * MB  # bytes that one compressed part of a PDF may become
    inflated_in_all: int = 300 * MB  # and all that a page's content is made of


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one address may take, redirects and all."""

    seconds: float = 60.0
    connect_seconds: float = 10.0
    size: int = LARGEST_FILE  # bytes as sent, and as inflated
    redirects: int = 5
