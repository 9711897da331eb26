"""A number with the noun it counts."""


def number(of: int, singular: str, plural: str | None = None) -> str:
    """ "1 report", "1,204 reports"; `plural` where it takes more than an s."""
    return f"{of:,} {singular if of == 1 else plural or singular + 's'}"
