"""Every error that Conflictdesk raises on purpose. Each message says what happened and what to do next.

ConflictdeskError
├── UsageError              the call was wrong: exit status 2
│   └── SettingsError       desk.toml or the environment holds a value that cannot be
├── InputError              one input could not be read; the rest goes on: exit status 1
│   ├── UnreadableFile      a file that is damaged, empty, too large or of an unknown kind
│   │   ├── NoAnswer        an address that answered with a status and no report
│   │   └── Unreachable     an address that did not answer at all
│   └── ForgottenBytes      bytes that the desk was told to forget
├── DeskError               the desk's folder cannot be used
│   ├── NoDesk              no desk where one was looked for
│   ├── DeskBusy            another command is writing to it
│   └── DeskTooNew          made by a newer version
└── DataError               shipped data (gazetteer, model, lexicon) is missing or damaged
"""


class ConflictdeskError(Exception):
    """Base of all; `exit_status` is what the command ends with."""

    exit_status = 1


class UsageError(ConflictdeskError):
    """The call was wrong. The message names the switch and a value that would do."""

    exit_status = 2


class SettingsError(UsageError):
    """A setting holds a value that cannot be. Correct desk.toml or the variable that the message names."""


class InputError(ConflictdeskError):
    """One input could not be read. The message names file and line; the rest of the work goes on."""


class UnreadableFile(InputError):
    """A file is damaged, empty, too large or of an unknown kind. Save it as text and add it again."""


class NoAnswer(UnreadableFile):
    """An address answered with a `status` and no report; `retry_after`: seconds that it asks to wait."""

    def __init__(self, message: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.retry_after = status, retry_after


class Unreachable(UnreadableFile):
    """An address did not answer at all. Check it and the connection, and try again."""


class ForgottenBytes(InputError):
    """The desk was told to forget these bytes. They are not taken in again; the message says who said so, and why."""


class DeskError(ConflictdeskError):
    """The desk's folder cannot be used. Nothing in it was changed."""


class NoDesk(DeskError):
    """There is no desk here. Make one with `conflictdesk add`, or name another with --desk."""

    exit_status = 2


class DeskBusy(DeskError):
    """Another command is writing to this desk. Wait for it and try again."""


class DeskTooNew(DeskError):
    """This desk was made by a newer Conflictdesk. Upgrade the program; the desk was left as it is."""


class DataError(ConflictdeskError):
    """Data that the package ships is missing or damaged. Install it again."""
