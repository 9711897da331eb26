"""Messages and mailboxes to reports: whose words they are, what is dropped, what is attached, and no person kept."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from plain_pdf import plain_pdf

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.apart import Reader
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.limits import LIMITS, MOST_ATTACHED
from conflictdesk.sources.retrieved import Parsed, Retrieved

WORDS = "Nine soldiers were killed near Sabha on Saturday, the mayor said."
FORWARDED = f"""Please see below.

---------- Forwarded message ---------
From: Salma Example <salma@monitor.example>
Date: Sun, May 17, 2020 at 10:22 AM
Subject: Camp attacked near Sabha
To: <desk@agency.example>

{WORDS}

Unsubscribe from this list
https://a.example/u
"""


def letter(text: str = WORDS, subject: str = "Attack", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    said = {"From": "A. Person <a.person@agency.example>", "Date": "Mon, 18 May 2020 23:30:00 +0200"}
    for name, value in {**said, "Subject": subject, **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message: EmailMessage) -> Parsed:
    return parse_bytes(bytes(message), "a.eml")


def only(message: EmailMessage) -> Retrieved:
    parsed = read(message)
    assert parsed.issues == ()
    (report,) = parsed.retrieved
    return report


def test_a_message_is_a_report_of_the_house_that_sent_it() -> None:
    message = letter()
    report = only(message)
    assert (report.text, report.title, report.publisher) == (WORDS, "Attack", "agency.example")
    assert (report.published, report.published_reason) == (date(2020, 5, 18), "the day that the message was sent")
    assert (report.raw, report.media_type) == (bytes(message), "message/rfc822")


@pytest.mark.parametrize(
    ("headers", "publisher"),
    [
        ({"List_Id": "Fezzan Alerts <alerts.lists.example>"}, "Fezzan Alerts"),
        ({"List_Id": "<alerts.lists.example>"}, "alerts.lists.example"),
        ({"From": "Some Person <some.person@gmail.com>"}, None),
        ({"From": "nobody"}, None),
    ],
)
def test_no_person_is_a_publisher(headers: dict[str, str], publisher: str | None) -> None:
    assert only(letter(**headers)).publisher == publisher


def test_addresses_of_persons_stay_in_the_archived_bytes_alone() -> None:
    report = only(letter(f"{WORDS} Write to a.person@agency.example.", "From b@c.example"))
    assert "@" not in f"{report.text}{report.title}{report.publisher}{report.url}"
    assert "a.person@agency.example" in report.raw.decode()


def test_of_a_message_that_sends_another_on_the_other_is_the_report() -> None:
    report = only(letter(FORWARDED, "Fwd: Camp attacked near Sabha"))
    assert (report.text, report.title) == (WORDS, "Camp attacked near Sabha")
    assert (report.publisher, report.published) == ("monitor.example", date(2020, 5, 17))
    assert report.published_reason == "the date in the message that was sent on"


@pytest.mark.parametrize(
    "head",
    [
        "De : A <a@b.example>\nEnvoyé : dimanche 17 mai 2020 10:22\nObjet : Camp attaqué\nÀ : c@d.example",
        "Da: A <a@b.example>\nData: 17 maggio 2020\nOggetto: Campo attaccato",
        "De: A <a@b.example>\nFecha: 17 de mayo de 2020\nAsunto: Ataque",
        "من: أ <a@b.example>\nالتاريخ: ١٧ مايو ٢٠٢٠\nالموضوع: هجوم",
    ],
)
def test_heads_of_messages_sent_on_are_known_in_five_languages(head: str) -> None:
    report = only(letter(f"{head}\n\n{WORDS}", "TR: x"))
    assert (report.text, report.published, report.publisher) == (WORDS, date(2020, 5, 17), "b.example")


def test_a_writers_own_report_outweighs_what_it_answers() -> None:
    own = " ".join([WORDS] * 3)
    text = f"{own}\n\nOn Sun, 17 May 2020, A. Person wrote:\n> Is it true?\n> Please tell.\n-- \nA. Person\n+218 00"
    assert only(letter(text)).text == own
    report = only(letter(f"{own}\n\n{FORWARDED}"))
    assert report.text.startswith(own)
    assert (report.published, "Forwarded" in report.text) == (date(2020, 5, 18), False)


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    message = letter()
    message.set_content(f"<html><body><p>{WORDS}</p><script>x()</script></body></html>", subtype="html")
    assert only(message).text.strip() == WORDS
    both = letter()
    both.add_alternative("<p>Another text.</p>", subtype="html")
    assert only(both).text == WORDS


def test_arabic_and_old_encodings_are_read() -> None:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "هجوم قرب سبها"
    message.set_content("قتل تسعة جنود", charset="windows-1256")
    report = only(message)
    assert (report.text, report.title) == ("قتل تسعة جنود", "هجوم قرب سبها")
    raw = b"Subject: x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n" + "قتل تسعة جنود".encode("cp1256")
    assert parse_bytes(raw, "a.eml").retrieved[0].text == "قتل تسعة جنود"


def test_attached_papers_pages_and_texts_are_reports_of_their_own() -> None:
    message = letter("Two reports attached.")
    message.add_attachment(plain_pdf([[WORDS]]), maintype="application", subtype="pdf", filename="r.pdf")
    message.add_attachment(f"Published: 2020-05-16\n\n{WORDS}", filename="r.txt")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="b.pdf")
    parsed = read(message)
    assert [one.media_type for one in parsed.retrieved] == ["message/rfc822", "application/pdf", "text/plain"]
    assert [one.text.strip() for one in parsed.retrieved[1:]] == [WORDS] * 2
    assert {one.publisher for one in parsed.retrieved} == {"agency.example"}
    assert parsed.retrieved[2].published == date(2020, 5, 16)
    assert ["b.pdf" in issue.message for issue in parsed.issues] == [True]


def test_a_message_sent_on_as_a_file_is_a_report() -> None:
    outer = letter("See the file.", From="x@gmail.com")
    outer.add_attachment(letter(From="y@monitor.example", Date="Sun, 17 May 2020 08:00:00 +0000"))
    _, inner = read(outer).retrieved
    assert (inner.text, inner.publisher, inner.published) == (WORDS, "monitor.example", date(2020, 5, 17))


def test_a_mailbox_is_read_message_by_message() -> None:
    messages = [letter(f"{number}. {WORDS}\n\n>From here on nothing is known.") for number in range(3)]
    line = b"From a@b.example Mon May 18 10:11:12 2020\n"
    raw = b"\n".join(line + bytes(message).replace(b"\r\n", b"\n") for message in messages)
    parsed = parse_bytes(raw, "alerts.mbox")
    assert parse_bytes(raw, "Inbox").retrieved == parsed.retrieved  # as mail programs name it
    assert parsed.issues == ()
    assert [one.text[:2] for one in parsed.retrieved] == ["0.", "1.", "2."]
    assert all(one.raw in raw and one.text.endswith("\n\nFrom here on nothing is known.") for one in parsed.retrieved)


def test_messages_within_messages_and_files_without_end_are_bounded() -> None:
    nested = letter()
    for _ in range(20):
        outer = letter("On.")
        outer.add_attachment(nested)
        nested = outer
    parsed = read(nested)
    assert 1 <= len(parsed.retrieved) <= 6
    assert any("Not all were read" in issue.message for issue in parsed.issues)
    many = letter()
    for number in range(MOST_ATTACHED + 20):
        many.add_attachment(WORDS, filename=f"{number}.txt")
    parsed = read(many)
    assert len(parsed.retrieved) == MOST_ATTACHED + 1
    assert len(parsed.issues) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 2000,
        b"Subject: =?utf-8?b?" + b"A" * 5000 + b"?=\nDate: 99 99 99\n\nText.",
        b"From: " + b"(" * 3000 + b"\n\nText.",
        b"Subject: x\n\n" + b"-----Original Message-----\nFrom: a\nDate: b\nSubject: c\n" * 2000 + b"Text.",
        b"Content-Transfer-Encoding: base64\n\n" + b"!" * 5000,
    ],
)
def test_what_is_made_to_break_a_reader_is_read_or_told(raw: bytes) -> None:
    try:
        parsed = parse_bytes(raw, "a.eml")
    except UnreadableFile:
        return
    assert parsed.retrieved or parsed.issues


def test_the_closed_process_reads_what_this_one_reads() -> None:
    message = letter(FORWARDED)
    message.add_attachment(plain_pdf([[WORDS]]), maintype="application", subtype="pdf", filename="r.pdf")
    reader = Reader(LIMITS)
    try:
        assert reader.parse(bytes(message), "a.eml") == read(message)
    finally:
        reader.close()
