"""How the desk behaves as a guest: pauses between requests, waiting where asked to, robots.txt where lists are read."""

from collections.abc import Collection, Sequence
from urllib.parse import urljoin, urlsplit

from conflictdesk.errors import InputError, NoAnswer, UnreadableFile
from conflictdesk.sources.addresses import masked
from conflictdesk.sources.apart import readers
from conflictdesk.sources.fetch import Fetched, Fetcher
from conflictdesk.sources.listing import Asked
from conflictdesk.sources.pacing import Pace, host_of

TOO_MANY = (429, 503)  # statuses that ask to come back later
NOTHING_ALLOWED = b"User-agent: *\nDisallow: /\n"
LONGEST_WAIT = 7 * 86_400.0  # seconds; who asks for more is asked again after a week


class Visitor:
    """Fetches for one command. What hosts said of themselves is remembered as long."""

    def __init__(self, fetcher: Fetcher, pace: Pace) -> None:
        self._fetcher, self._pace = fetcher, pace
        self._busy: dict[str, float | None] = {}  # by host: for how many seconds it asked to be left alone
        self._robots: dict[str, bytes | None] = {}  # by host; null: there are no rules

    def fetch(self, address: str, etag: str | None = None, modified: str | None = None) -> Fetched | None:
        """As `Fetcher.fetch_changed`, when it is the host's turn; once more where it asks to wait for a short time."""
        try:
            return self._once(address, etag, modified)
        except NoAnswer as error:
            if error.status not in TOO_MANY:
                raise
            if error.retry_after is None or not self._pace.put_off(address, error.retry_after):
                self._busy[host_of(address)] = error.retry_after
                raise
        return self._again(address, etag, modified)

    def _again(self, address: str, etag: str | None, modified: str | None) -> Fetched | None:
        try:
            return self._once(address, etag, modified)
        except NoAnswer as error:
            if error.status in TOO_MANY:
                self._busy[host_of(address)] = error.retry_after
            raise

    def _once(self, address: str, etag: str | None, modified: str | None) -> Fetched | None:
        self._pace.turn(address)
        try:
            return self._fetcher.fetch_changed(address, etag, modified)
        finally:
            self._pace.asked(address)

    def is_busy(self, address: str) -> bool:
        """Whether the host asked to be left alone for now."""
        return host_of(address) in self._busy

    def asked_to_wait(self, address: str) -> float | None:
        """For how many seconds the host asked to be left alone; null where it did not say."""
        return self._busy.get(host_of(address))

    def check(self, address: str) -> None:
        """Raises UnreadableFile where robots.txt does not allow an address."""
        if not self.allowed([address]):
            told = f"robots.txt of {urlsplit(address).hostname} does not allow {masked(address)}, or cannot be had."
            raise UnreadableFile(f"{told} Left alone.")

    def allowed(self, addresses: Sequence[str]) -> Collection[str]:
        """Those of the addresses that the robots.txt of their hosts allow. One that cannot be had allows nothing."""
        hosts: dict[str, list[str]] = {}
        for address in addresses:
            hosts.setdefault(host_of(address), []).append(address)
        return {address for own in hosts.values() for address in self._allowed(own)}

    def _allowed(self, addresses: list[str]) -> list[str]:
        place = urljoin(addresses[0], "/robots.txt")
        rules = self._rules(place)
        if rules is None:
            return addresses
        try:
            asked = Asked(place, addresses=tuple(addresses))
            listing = readers().survey(rules, "robots.txt", asked)
        except InputError:
            return []
        if listing.pause:
            self._pace.slow_down(place, listing.pause)
        return [one.address for one in listing.listed]

    def _rules(self, place: str) -> bytes | None:
        """The robots.txt at `place`, asked for once; null where there is none."""
        host = host_of(place)
        if host not in self._robots:
            self._robots[host] = self._ask_rules(place)
        return self._robots[host]

    def _ask_rules(self, place: str) -> bytes | None:
        """As RFC 9309 has it: a host that says it has none allows all, one that does not say allows nothing."""
        try:
            found = self.fetch(place)
        except NoAnswer as error:
            return NOTHING_ALLOWED if error.status >= 500 or error.status == 429 else None
        except InputError:
            return NOTHING_ALLOWED
        return found.raw if found else None
