"""Names of those who speak, as a sentence lists them: each once, and small within it."""

from collections.abc import Collection, Iterable, Sequence


def distinct(spoken: Iterable[Sequence[str]], articles: Collection[str]) -> list[str]:
    """All names of several claims, those left out that only take up another of their claim; articles in small letters.

    "The ministry" is "the ministry" again, and beside "the defence ministry" it is that ministry.
    """
    found: dict[str, str] = {}
    for names in spoken:
        for name in names:
            if not any(_takes_up(name, other, articles) for other in names):
                found.setdefault(name.casefold(), within_a_sentence(name, articles))
    return list(found.values())


def within_a_sentence(name: str, articles: Collection[str]) -> str:
    """`name` with its article in small letters, unless it is part of a name: not "The Times"."""
    first, _, rest = name.partition(" ")
    return f"{first.casefold()} {rest}" if _has_article(name, articles) and not rest[:1].isupper() else name


def _has_article(name: str, articles: Collection[str]) -> bool:
    first, _, rest = name.partition(" ")
    return bool(rest) and first.casefold() in articles


def _takes_up(name: str, other: str, articles: Collection[str]) -> bool:
    """Whether `other` begins or ends with what `name` says: not "the mission" of "the head of the mission"."""
    short, long = (_bare(one, articles) for one in (name, other))
    if len(short) >= len(long) or not _has_article(name, articles):
        return False
    return long[: len(short)] == short or (long[-len(short) :] == short and long[-len(short) - 1] not in articles)


def _bare(name: str, articles: Collection[str]) -> list[str]:
    return name.casefold().split()[1 if _has_article(name, articles) else 0 :]
