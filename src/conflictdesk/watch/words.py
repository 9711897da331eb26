"""How a rise was found, in words for whoever reads it."""

from collections.abc import Mapping

from conflictdesk.watch.ranges import Method, WatchSettings

MEASURES: Mapping[Method, str] = {
    Method.TOGETHER: "level, trend and season of the place's own past, and what all places share in the period",
    Method.CHANGE_POINT: "level since it last changed, of a short history",
    Method.EARS_C1: "mean of the 7 periods before",
    Method.EARS_C2: "mean of 7 periods, 2 periods left out",
    Method.EARS_C3: "mean of 7 periods, with the excess of the 2 periods before",
    Method.FARRINGTON: "the same season of the years before",
    Method.FLEXIBLE: "the same season of the years before, past rises weighed down",
}
RANGES: Mapping[Method, str] = {
    Method.TOGETHER: "90 % range",
    Method.CHANGE_POINT: "90 % range",
    Method.EARS_C1: "alarm limit of 0.1 %",
    Method.EARS_C2: "alarm limit of 0.1 %",
    Method.EARS_C3: "alarm limit of 2.5 %",
    Method.FARRINGTON: "99 % range",
    Method.FLEXIBLE: "alarm limit of 1 %",
}


def settings_in_words(method: Method | None, settings: WatchSettings, by_accounts: bool) -> str:
    """The measure, the range, the false discovery rate, and whether accounts had to rise as well."""
    if method is None:
        return ""
    chance = RANGES[method] if settings.alpha is None else f"alpha {settings.alpha:g}"
    accounts = "distinct accounts above calm too" if by_accounts else "distinct accounts not known"
    rate = f"false discovery rate {100 * settings.discovery_rate:g} %"
    return "; ".join((MEASURES[method], chance, rate, accounts))
