"""Tables of reports: separators, encodings, columns by name, dates by the column, and rows that are none."""

import json
import re
from datetime import date

import pytest

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.retrieved import Parsed

WORDS = "Nine soldiers were killed near Sabha."


def read(text: str, columns: dict[str, str] | None = None, name: str = "a.csv") -> Parsed:
    return parse_bytes(text.encode(), name, columns or {})


def days(parsed: Parsed) -> list[str | None]:
    return [one.published.isoformat() if one.published else None for one in parsed.retrieved]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_row_is_a_report_whatever_separates_its_cells(separator: str) -> None:
    rows = [["id", "Headline", "Date", "Source", "Body", "Link", "Lang"],
            ["7", "An attack, again", "17 May 2020", "Desert Post", f'"{WORDS}\nMore; is not known."',
             "https://a.example/1", "en"]]  # fmt: skip
    rows[1][1] = f'"{rows[1][1]}"'
    (report,) = read("\r\n".join(separator.join(row) for row in rows)).retrieved
    assert report.text == f"{WORDS}\nMore; is not known."
    assert (report.title, report.publisher, report.url) == ("An attack, again", "Desert Post", "https://a.example/1")
    assert (report.published, report.language, report.report_id) == (date(2020, 5, 17), "en", "7")
    assert report.contained


@pytest.mark.parametrize(
    ("headings", "text", "encoding"),
    [
        ("titre;date de publication;média;texte intégral", "Neuf soldats tués à Sebha.", "cp1252"),
        ("titolo;data;testata;testo", "Nove soldati uccisi, è stato detto.", "utf-8-sig"),
        ("Titular;Fecha;Medio;Cuerpo", "Nueve soldados murieron en Sabha.", "utf-16"),
        ("العنوان;تاريخ النشر;المصدر;النص", "قتل تسعة جنود في هجوم على معسكر قرب سبها", "cp1256"),
    ],
)
def test_columns_are_known_by_their_usual_names_in_five_languages(headings: str, text: str, encoding: str) -> None:
    (report,) = parse_bytes(f"{headings}\nA;2020-05-17;B;{text}\n".encode(encoding), "a.csv").retrieved
    assert (report.title, report.published, report.publisher, report.text) == ("A", date(2020, 5, 17), "B", text)


def test_columns_are_what_the_call_says_they_are() -> None:
    text = f"a;b;text\n2020-05-17;{WORDS};an internal remark\n"
    (report,) = read(text, {"text": "B", "published": "a"}).retrieved
    assert (report.text, report.published) == (WORDS, date(2020, 5, 17))


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnreadableFile, match=r"no column “Body”\. Its columns are: a, b\.$"):
        read(f"a,b\n1,{WORDS}\n", {"text": "Body"})
    with pytest.raises(UnreadableFile, match=r"no column known to hold text.*Its columns are: a, b\.$"):
        read(f"a,b\n1,{WORDS}\n")


def test_a_row_is_kept_as_all_its_cells_under_their_headings() -> None:
    (report,) = read(f'text,Coder\n"{WORDS}",Ana\n').retrieved
    assert json.loads(report.raw) == {"text": WORDS, "Coder": "Ana"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (["03/04/2020", "17/05/2020"], ["2020-04-03", "2020-05-17"]),
        (["03/04/2020", "05/17/2020"], ["2020-03-04", "2020-05-17"]),
        (["3.4.2020", "17.5.2020 14:30"], ["2020-04-03", "2020-05-17"]),
        (["٠٣/٠٤/٢٠٢٠", "١٧/٠٥/٢٠٢٠"], ["2020-04-03", "2020-05-17"]),
        (["2020/04/03", "2020/5/17"], ["2020-04-03", "2020-05-17"]),
        (["04/04/2020", "2020-05-17"], ["2020-04-04", "2020-05-17"]),
    ],
)
def test_day_or_month_first_is_decided_by_the_whole_column(written: list[str], read_as: list[str]) -> None:
    parsed = read("date,text\n" + "\n".join(f"{one},{WORDS}" for one in written))
    assert parsed.issues == ()
    assert days(parsed) == read_as


def test_how_a_date_was_read_is_said() -> None:
    first, _ = read(f"date,text\n03/04/2020,{WORDS}\n17/05/2020,{WORDS}").retrieved
    assert first.published_reason == "the column “date”, day before month, as row 3 shows"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["03/04/2020", "05/06/2020"], "do not show whether the day or the month comes first; 2 that"),
        (["17/05/2020", "05/17/2020", "03/04/2020"], r"both ways \(day first in row 2, month first in row 3\); 1 that"),
    ],
)
def test_a_date_that_may_be_two_days_is_left_empty_and_told(written: list[str], said: str) -> None:
    parsed = read("date,text\n" + "\n".join(f"{one},{WORDS}" for one in written))
    (issue,) = parsed.issues
    assert re.search(said, issue.message)
    assert days(parsed)[-1] is None
    told = read("date,text\n" + "\n".join(f"{one},{WORDS}" for one in written[-1:]), {"dates": "month-first"})
    assert (told.issues, days(told)[0]) == ((), "2020-03-04" if len(written) == 3 else "2020-05-06")


def test_bad_rows_are_told_by_number_and_the_rest_goes_on() -> None:
    rows = ["text,date", f"{WORDS},2020-05-17", f'"{WORDS},2020-05-18', f'"{WORDS}",2020-05-19', ",2020-05-20",
            f"{WORDS},2020-05-21,more", "", f"{WORDS},soon"]  # fmt: skip
    parsed = read("\n".join(rows))
    assert days(parsed) == ["2020-05-17", "2020-05-19", None]
    assert sorted(issue.line for issue in parsed.issues if issue.line) == [3, 5, 6, 8]


def test_a_quote_that_never_ends_costs_its_row_alone() -> None:
    parsed = read(f'date,text\n2020-05-17,"{WORDS}\n2020-05-18,{WORDS}\n2020-05-19,{WORDS}\n')
    assert days(parsed) == ["2020-05-18", "2020-05-19"]
    assert [issue.line for issue in parsed.issues] == [2]


@pytest.mark.parametrize(
    ("database", "headings"),
    [
        ("ACLED", "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,notes,fatalities"),
        ("UCDP", "id,type_of_violence,side_a,side_b,source_article,date_start,best"),
        ("GTD", "eventid,iyear,imonth,iday,gname,summary"),
    ],
)
def test_a_database_of_events_is_recognised_and_is_no_set_of_reports(database: str, headings: str) -> None:
    row = ",".join(f"{WORDS} {n}" for n in range(headings.count(",") + 1))
    with pytest.raises(UnreadableFile, match=f"a table of {database} events"):
        read(f"{headings}\n{row}\n")
    last = headings.split(",")[-1]
    assert read(f"{headings}\n{row}\n", {"text": last}).retrieved[0].text.startswith(WORDS)


@pytest.mark.parametrize("text", ["text,date\n", "sep=;\n", ",,,\n"])
def test_a_table_without_reports_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read(text)


def test_the_line_that_names_the_separator_is_no_row() -> None:
    assert read(f"sep=;\ntext;title\n{WORDS};A, b\n").retrieved[0].title == "A, b"


def test_columns_that_were_not_read_are_named_where_a_field_has_none() -> None:
    note = read(f"Body,Reporter,Story name\n{WORDS},Ana,An attack\n").note or ""
    assert "no column is known to hold published, title, publisher, url" in note
    assert "columns not read: Reporter, Story name. " in note
    assert note.endswith("--columns published=NAME,title=NAME,publisher=NAME,url=NAME")
    assert read(f"Body,Date\n{WORDS},2020-05-17\n").note is None
