"""Messages (.eml) and mailboxes (.mbox): each message's text is a report, and so is each file attached to it.

Alerts are sent on: of a message that only sends another on, the other is the report, with its own date and subject.
No person is kept: the publisher is the list, or the organisation whose house the sender writes from; addresses in the
text are taken out, and signatures dropped. The archive keeps the message's bytes as they came.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.decoding import decode
from conflictdesk.sources.letters import Letter, organisation, own_words, without_addresses, without_marks
from conflictdesk.sources.limits import LARGEST_FILE, MOST_ATTACHED, MOST_NESTED, MOST_PARTS, SECONDS_IN_ALL
from conflictdesk.sources.markup import read_page
from conflictdesk.sources.retrieved import Issue, Parsed, Retrieved
from conflictdesk.sources.single import contained, one_report

Parse = Callable[[bytes, str, str | None], Parsed]  # bytes, name, media type if known

# What Python's reader of messages lets through on damaged ones.
FAULTS = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
ATTACHED = ("text/html", "text/plain", "text/markdown", "application/pdf")
MOST_BRANCHES = 500  # parts of a message, those within parts counted
LONGEST_LINE = 5_000  # characters of a line of the head

_BETWEEN = re.compile(rb"(?:\A|\n\r?\n)(?=From [^\n]{0,300}\d\d:\d\d)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def parse_mailbox(raw: bytes, name: str, parse: Parse) -> Parsed:
    """The reports in a mailbox. Raises UnreadableFile where there is none."""
    kept: list[Retrieved] = []
    issues: list[Issue] = []
    until = time.monotonic() + SECONDS_IN_ALL
    for number, message in enumerate(_messages(raw), 1):
        if number > MOST_PARTS or time.monotonic() > until:
            issues.append(Issue(name, number, "From this message on it was not read: too many. Split the file."))
            break
        parsed = _parsed(message, name, number, parse)
        kept += parsed.retrieved
        issues += parsed.issues
    if not kept and not issues:
        raise UnreadableFile(f"{name} holds no message with text. Export the mailbox again and add that.")
    return contained(Parsed(tuple(kept), tuple(issues)))


def parse_message(raw: bytes, name: str, parse: Parse) -> Parsed:
    """The reports in one message. Raises UnreadableFile where there is none."""
    parsed = _parsed(raw, name, None, parse)
    if not parsed.retrieved and not parsed.issues:
        raise UnreadableFile(f"{name} is a message without text. Save its text and add that.")
    return contained(parsed)


def _messages(raw: bytes) -> Iterator[bytes]:
    """The messages of a mailbox, each as it stands in it, below the line that parts it from the one before."""
    starts = [match.end() for match in _BETWEEN.finditer(raw)]
    for start, end in zip(starts, [*starts, len(raw)][1:], strict=True):
        message = raw[raw.find(b"\n", start) + 1 : end]
        if message.strip():
            yield message


def _parsed(raw: bytes, name: str, number: int | None, parse: Parse) -> Parsed:
    try:
        message = message_from_bytes(_QUOTED_FROM.sub(rb"\1", raw))
        return _Reading(name, number, parse).of(message, raw, 0)
    except FAULTS as error:
        return Parsed((), (Issue(name, number, f"This message is damaged ({error!r:.80}). It was left out."),))


class _Reading:
    """One message being read: it and what it carries share one bound."""

    def __init__(self, name: str, number: int | None, parse: Parse) -> None:
        self._name, self._number, self._parse = name, number, parse
        self._files = 0
        self._branches = 0
        self._told = False  # that not all was read

    def of(self, message: Message, raw: bytes, depth: int) -> Parsed:
        """What a message holds: its own text, files, and messages sent on within it."""
        plain, markup, others = self._sorted(message)
        text = "\n\n".join(filter(None, plain)) or "\n\n".join(filter(None, map(_of_markup, markup)))
        letter = own_words(text)
        parsed = [self._own(message, letter, raw)] if letter.text.strip() else []
        parsed += [self._carried(part, message, depth) for part in others]
        return Parsed(
            tuple(report for one in parsed for report in one.retrieved),
            tuple(issue for one in parsed for issue in one.issues),
        )

    def _own(self, message: Message, letter: Letter, raw: bytes) -> Parsed:
        subject = without_addresses(without_marks(letter.subject or _header(message, "Subject")))
        publisher = letter.publisher or _publisher(message)
        about = {"title": subject, "publisher": publisher, "url": _archived(message)}
        dates = [(letter.date, "the date in the message that was sent on")] if letter.date else []
        sent = _day(message)
        dates += [(sent, "the day that the message was sent")] if sent else []
        text = without_addresses(letter.text)
        return one_report(
            raw, "message/rfc822", text, {**about, "url": _archived(message)}, dates, self._name, self._number
        )

    def _sorted(self, message: Message) -> tuple[list[str], list[bytes], list[Message]]:
        """A message's own text, plain and as pages, and what is attached to it."""
        plain: list[str] = []
        markup: list[bytes] = []
        others: list[Message] = []
        waiting: list[Message] = [message]
        while waiting:
            part = waiting.pop(0)
            self._branches += 1
            if self._branches > MOST_BRANCHES:
                raise ValueError("too many parts")
            kind = part.get_content_type()
            if kind == "message/rfc822" or _is_file(part):
                others.append(part)
            elif part.is_multipart():
                waiting = _parts(part) + waiting
            elif kind == "text/plain":
                plain.append(_text(part))
            elif kind == "text/html":
                markup.append(_text(part).encode("utf-8", "replace"))
        return plain, markup, others

    def _carried(self, part: Message, message: Message, depth: int) -> Parsed:
        """The reports in an attached file, or in a message sent on as one."""
        self._files += 1
        if self._files > MOST_ATTACHED or depth >= MOST_NESTED:
            told, self._told = not self._told, True
            bound = f"It carries more than {MOST_ATTACHED} files, or messages {MOST_NESTED} deep. Not all were read."
            return Parsed((), (Issue(self._name, self._number, bound),) if told else ())
        if part.get_content_type() == "message/rfc822":
            inner = _parts(part)
            return self.of(inner[0], inner[0].as_bytes(), depth + 1) if inner else Parsed(())
        return self._attached(part, message)

    def _attached(self, part: Message, message: Message) -> Parsed:
        kind, payload = part.get_content_type(), part.get_payload(decode=True)
        if kind not in ATTACHED or not isinstance(payload, bytes) or len(payload) > LARGEST_FILE:
            return Parsed(())
        try:
            parsed = self._parse(payload, part.get_filename() or "attachment", kind)
        except UnreadableFile as error:
            return Parsed((), (Issue(self._name, self._number, str(error)),))
        publisher = _publisher(message)
        kept = tuple(replace(one, publisher=one.publisher or publisher) for one in parsed.retrieved)
        return Parsed(kept, tuple(Issue(self._name, self._number, issue.message) for issue in parsed.issues))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or (
        part.get_filename() is not None and part.get_content_maintype() != "multipart"
    )


def _text(part: Message) -> str:
    """The text of a part: by the encoding that it names if it is in it, else by what its bytes look like."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return decode(raw)


def _of_markup(raw: bytes) -> str:
    page = read_page(raw)
    return page.text if page else ""


def _parts(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _header(message: Message, name: str) -> str:
    """A head's line as text, whatever state it is in; "" where there is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")[:LONGEST_LINE]
    text = decode(raw.encode("utf-8", "surrogateescape"))
    with suppress(*FAULTS):  # it may say that it is encoded, and not be
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def _day(message: Message) -> str | None:
    """The day in the sender's own zone."""
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _publisher(message: Message) -> str | None:
    """The list that it came by, else the organisation whose house the sender writes from; never a person."""
    listed = _header(message, "List-Id")
    if listed:
        named = listed.partition("<")[0].strip(' "')
        return without_addresses(named) or listed.strip("<> ") or None
    return organisation(parseaddr(_header(message, "From"))[1])


def _archived(message: Message) -> str | None:
    url = _header(message, "Archived-At").strip("<> ")
    return url if url.startswith(("http://", "https://")) else None
