"""The desk's tables as SQLAlchemy sees them, but for the watch's (watch_schema.py). What creates them is in
migrations/; a test compares the two.

Records that are exchanged as JSON are kept as that JSON (`record`); columns beside it are there to be searched.
"""

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

desk = Table("desk", metadata, Column("key", Text, primary_key=True), Column("value", Text))

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text),
    Column("language", Text),
    Column("url", Text),
    Column("reach", Text),
    Column("reliability", Text),  # A to F, which a person sets in the desk's catalog
    Column("cadence", Float),  # days
    Column("volume", Float),  # reports in that time
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("arrival", Integer),  # counts up: the order in which reports came
    Column("revision", Integer),  # the current one
)

revisions = Table(
    "revisions",
    metadata,
    Column("revision_id", Integer, primary_key=True),
    Column("report_id", Text),
    Column("revision", Integer),  # counts from 1 within a report; other bytes, or what was told of the same later
    Column("content_hash", Text),
    Column("title", Text),
    Column("text", Text),
    Column("language", Text),
    Column("published", Text),
    Column("published_reason", Text),
    Column("publisher", Text),
    Column("url", Text),
    Column("media_type", Text),
    Column("retrieved", Text),
    Column("act_id", Integer),  # null: as it came; else the act by which a person told more of it
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", Integer, primary_key=True),
    Column("component", Text),
    Column("started", Text),
    Column("finished", Text),  # null: still going, or cut short
)

codings = Table(
    "codings",
    metadata,
    Column("coding_id", Integer, primary_key=True),
    Column("run_id", Integer),
    Column("report_id", Text),
    Column("revision", Integer),
    Column("issue", Text),  # null: complete; else why the report could not be coded
    Column("unread", Text),  # null: all of the report was read; else what was not
)

claims = Table(
    "claims",
    metadata,
    Column("coding_id", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("claim_id", Text),
    Column("record", Text),
    Column("words", Text),  # JSON: field to the words of each of its spans
)

presences = Table(
    "presences",
    metadata,
    Column("coding_id", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("record", Text),
    Column("words", Text),
)

acts = Table(
    "acts",
    metadata,
    Column("act_id", Integer, primary_key=True),
    Column("verb", Text),
    Column("who", Text),
    Column("at", Text),
    Column("undoes", Integer),  # the act that this one takes back
    Column("summary", Text),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("report_id", Text),
    Column("content_hash", Text),
    Column("reason", Text),
    Column("who", Text),
    Column("at", Text),
    Column("act_id", Integer),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Integer, primary_key=True),
    Column("report_id", Text),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("verdict", Text),
    Column("field", Text),
    Column("value", Text),  # JSON
    Column("who", Text),
    Column("at", Text),
    Column("act_id", Integer),
    Column("revision", Integer),  # whose text the span counts in
)

judgements = Table(
    "judgements",
    metadata,
    Column("judgement_id", Integer, primary_key=True),
    Column("left_report", Text),
    Column("left_start", Integer),
    Column("left_end", Integer),
    Column("right_report", Text),
    Column("right_start", Integer),
    Column("right_end", Integer),
    Column("likeness", Text),
    Column("score", Float),
    Column("reason", Text),
    Column("made_by", Text),
    Column("at", Text),
    Column("act_id", Integer),
    Column("left_revision", Integer),
    Column("right_revision", Integer),
)

pairs = Table(
    "pairs",
    metadata,
    Column("left_claim", Text, primary_key=True),
    Column("right_claim", Text, primary_key=True),
    Column("likeness", Text),
    Column("score", Float),
    Column("reasons", Text),  # JSON
    Column("made_by", Text),
)

incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("record", Text),
)

members = Table(
    "members",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("claim_id", Text, primary_key=True),
    Column("report_id", Text),
    Column("span_start", Integer),
    Column("span_end", Integer),
)

redirects = Table(
    "redirects",
    metadata,
    Column("redirect_id", Integer, primary_key=True),
    Column("former_id", Text),
    Column("incident_id", Text),  # null: nothing in the desk continues it
    Column("at", Text),
)

follows = Table(
    "follows",
    metadata,
    Column("address", Text, primary_key=True),  # a feed, sitemap or index page that a desk follows
    Column("source", Text),
    Column("form", Text),  # null: not visited yet
    Column("links", Text),  # JSON: patterns
    Column("declared", Integer),  # 1: by the catalog; 0: by a call
    Column("since", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("checked", Text),
    Column("failure", Text),  # null: the last visit went well
    Column("until", Text),  # not to be visited before
)

pages = Table(
    "pages",
    metadata,
    Column("address", Text, primary_key=True),  # of one report; of one that was forgotten only its hash
    Column("report_id", Text),  # null: not fetched yet
    Column("follow", Text),  # by what it was found
    Column("title", Text),  # this and the next two: what the list says
    Column("published", Text),
    Column("publisher", Text),
    Column("told", Text),  # equal as long as the list says that nothing changed
    Column("taken", Text),  # what was told when it was last fetched
    Column("etag", Text),
    Column("modified", Text),
    Column("checked", Text),
    Column("failure", Text),
    Column("gone", Text),  # why it is not asked for again
    Column("lists", Integer),  # 1: what stands there lists in its turn
)

signatures = Table(
    "signatures",
    metadata,
    Column("revision_id", Integer, primary_key=True),
    Column("rule", Text),  # by which it was made, and its copies found
    Column("size", Integer),
    Column("signature", LargeBinary),  # its sketch: 32-bit numbers, the lowest byte first
)

sketches = Table(
    "sketches",
    metadata,
    Column("number", Integer, primary_key=True),  # of the sample of a text
    Column("revision_id", Integer, primary_key=True),
)

copies = Table(
    "copies",
    metadata,
    Column("report_id", Text, primary_key=True),  # the lower id; which is the original depends on dates and hashes
    Column("other_id", Text, primary_key=True),
    Column("share", Float),
    Column("reason", Text),
)

assessments = Table(
    "assessments",
    metadata,
    Column("assessment_id", Integer, primary_key=True),
    Column("text", Text),
    Column("likelihood", Text),  # a word of the yardstick, or null
    Column("evidence", Text),  # JSON: ids of incidents and claims
    Column("who", Text),
    Column("at", Text),
    Column("act_id", Integer),
)

credibilities = Table(
    "credibilities",
    metadata,
    Column("credibility_id", Integer, primary_key=True),
    Column("report_id", Text),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("value", Text),  # JSON, as a review's; its "value" is 1 to 6, or null where the grade was taken off
    Column("who", Text),
    Column("at", Text),
    Column("act_id", Integer),
    Column("revision", Integer),  # whose text the span counts in
)

standings = Table(
    "standings",
    metadata,
    Column("standing_id", Integer, primary_key=True),
    Column("incident_id", Text),
    Column("standing", Text),
    Column("sources", Integer),
    Column("at", Text),  # when the desk came to hold it
)

series_words = Table(
    "series_words",
    metadata,
    Column("word_id", Integer, primary_key=True),
    Column("incident_id", Text),
    Column("others", Text),  # JSON: ids of the incidents whose series is meant
    Column("holds", Integer),  # 1: it is in their series; 0: it is not
    Column("who", Text),
    Column("at", Text),
    Column("act_id", Integer),
)
