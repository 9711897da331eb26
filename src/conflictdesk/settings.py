"""What a person may set: the one reader of environment variables and of a desk's desk.toml.

# desk.toml, in the desk's folder
person = "Amina Haddad"     # who reviews and judgements are signed by
workers = 2                 # processes that code reports

[thresholds]
review = 0.5                # below it, the review queue asks
null = 0.2                  # below it, a field is left empty

[columns]                   # of tables of reports (CSV): what holds what, where the headings are no usual ones
text = "Body"
published = "Date"
dates = "day-first"         # or "month-first", where a table's own dates do not show it

[watch]                     # of exports of posts (watch add)
zone = "Africa/Tripoli"     # of clocks that name none, and of the days that are counted; UTC where it is not set
countries = ["LY"]          # whose places are meant where a name may mean several, and are known without a cue

[watch.columns]             # what holds what, where the headings are no usual ones; "user.name": a field within one
time = "Posted"
account = "Author"
place = "Town"
text = "Message"
id = "Post"
"""

import getpass
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conflictdesk.errors import SettingsError, UsageError
from conflictdesk.records.provenance import MACHINES

DESK_VARIABLE = "CONFLICTDESK_DESK"
DEFAULT_DESK = Path("desk")
FILE = "desk.toml"
MOST_WORKERS = 64
# What a table's columns may hold, and how its dates may be written.
COLUMNS = ("text", "published", "title", "publisher", "url", "language", "report_id", "dates")
DATE_ORDERS = ("day-first", "month-first")
POST_COLUMNS = ("time", "account", "place", "text", "id", "dates")  # of exports of posts
UTC_ZONE = "UTC"

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Watching:
    """How exports of posts are read: the zone of days and of bare clocks, countries that are watched (ISO alpha-2),
    and which column holds which of POST_COLUMNS."""

    zone: str = UTC_ZONE
    countries: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Valid by construction; `desk_named` tells whether anyone named the desk, or it is the default one.

    `columns`: which column of a table of reports holds which field, and under "dates" how its dates are written.
    """

    desk: Path = DEFAULT_DESK
    desk_named: bool = False
    person: str | None = None
    review_below: float = 0.5
    null_below: float = 0.2
    workers: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    watch: Watching = field(default_factory=Watching)

    def who(self, as_person: str | None = None) -> str:
        """Who acts: as the call says, else as desk.toml says, else the operating system's user.

        Raises UsageError for a name that programs sign by: a person's word is never taken for theirs.
        """
        who = " ".join((as_person or self.person or _system_user()).split())
        if not who or who.startswith(MACHINES):
            raise UsageError(f"Nobody is called {who!r}: give a person's name by --as.")
        return who


def read_settings(desk: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the desk that the call names, else the environment, else ./desk.

    Raises SettingsError, which names the file, the key and a value that would do.
    """
    named = (os.environ if environment is None else environment).get(DESK_VARIABLE)
    folder = desk or (Path(named) if named else DEFAULT_DESK)
    return _checked(folder, desk is not None or bool(named), _table(folder / FILE))


def read_columns(wording: str, known: tuple[str, ...] = COLUMNS) -> Mapping[str, str]:
    """What a switch says of a table's columns, as "text=Body,published=Date". Raises UsageError."""
    pairs = [part.partition("=") for part in re.split(rf",(?=\s*(?:{'|'.join(known)})\s*=)", wording)]
    columns = {name.strip(): heading.strip() for name, _, heading in pairs}
    wrong = next((name for name, heading in columns.items() if name not in known or not heading), None)
    if wrong is not None:
        raise UsageError(f"--columns {wording}: {wrong!r} is none of {', '.join(known)}. text=Body would do.")
    if columns.get("dates", DATE_ORDERS[0]) not in DATE_ORDERS:
        raise UsageError(f"--columns {wording}: dates can be {' or '.join(DATE_ORDERS)}.")
    return columns


def keys_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the keys of desks lie: among the user's data, outside every desk. Raises SettingsError without a home."""
    given = os.environ if environment is None else environment
    base = given.get("XDG_DATA_HOME") or given.get("LOCALAPPDATA")
    try:
        data = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share"
    except RuntimeError as error:
        raise SettingsError("There is no home folder for the key of accounts: set XDG_DATA_HOME.") from error
    return data / "conflictdesk" / "keys"


def _table(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f'{path} cannot be read: {error}. A line such as person = "Name" would do.') from error


def _checked(folder: Path, named: bool, table: dict[str, Any]) -> Settings:
    path = folder / FILE
    _refuse_unknown(path, table, "", ("person", "workers", "thresholds", "columns", "watch"))
    thresholds = table.get("thresholds", {})
    if not isinstance(thresholds, dict):
        raise _wrong(path, "thresholds", thresholds, "[thresholds] with review = 0.5 and null = 0.2")
    _refuse_unknown(path, thresholds, "thresholds.", ("review", "null"))
    review = _share(path, "thresholds.review", thresholds.get("review", 0.5), 0.5)
    null = _share(path, "thresholds.null", thresholds.get("null", 0.2), 0.2)
    if null > review:
        raise _wrong(path, "thresholds.null", null, f"{min(0.2, review)}, not above thresholds.review")
    person = _person(path, table.get("person"))
    columns = _columns(path, table.get("columns", {}), "columns", COLUMNS)
    watch, workers = _watching(path, table.get("watch", {})), _workers(path, table.get("workers", 1))
    return Settings(folder, named, person, review, null, workers, columns, watch)


def _watching(path: Path, told: Any) -> Watching:
    if not isinstance(told, dict):
        raise _wrong(path, "watch", told, '[watch] with zone = "UTC"')
    _refuse_unknown(path, told, "watch.", ("zone", "countries", "columns"))
    zone, countries = told.get("zone", UTC_ZONE), told.get("countries", [])
    try:
        ZoneInfo(zone)
    except (ValueError, TypeError, AttributeError, OSError, LookupError) as error:
        raise _wrong(path, "watch.zone", zone, '"Africa/Tripoli", or "UTC"') from error
    codes = countries if isinstance(countries, list) else [countries]
    if countries is not codes or not all(isinstance(one, str) and _COUNTRY.fullmatch(one) for one in codes):
        raise _wrong(path, "watch.countries", countries, '["LY"], codes of two capital letters')
    return Watching(zone, tuple(countries), _columns(path, told.get("columns", {}), "watch.columns", POST_COLUMNS))


def _refuse_unknown(path: Path, table: Mapping[str, Any], prefix: str, known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            allowed = ", ".join(prefix + name for name in known)
            raise SettingsError(f"{path}: {prefix}{key} is no setting; these are: {allowed}.")


def _person(path: Path, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and value.strip()):
        return value.strip() if value else None
    raise _wrong(path, "person", value, '"Amina Haddad"')


def _workers(path: Path, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_WORKERS:
        return value
    raise _wrong(path, "workers", value, f"2 (1 to {MOST_WORKERS})")


def _columns(path: Path, value: Any, key: str, known: tuple[str, ...]) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _wrong(path, key, value, f'[{key}] with text = "Body"')
    _refuse_unknown(path, value, f"{key}.", known)
    for name, heading in value.items():
        if not isinstance(heading, str) or not heading.strip():
            raise _wrong(path, f"{key}.{name}", heading, '"Body", the heading of a column')
    if value.get("dates", DATE_ORDERS[0]) not in DATE_ORDERS:
        raise _wrong(path, f"{key}.dates", value["dates"], '"day-first" or "month-first"')
    return dict(value)


def _share(path: Path, key: str, value: Any, would_do: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise _wrong(path, key, value, f"{would_do} (0 to 1)")


def _wrong(path: Path, key: str, value: Any, would_do: str) -> SettingsError:
    return SettingsError(f"{path}: {key} cannot be {value!r}; {would_do} would do.")


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no login name: a container, a service
        return "unknown user"
