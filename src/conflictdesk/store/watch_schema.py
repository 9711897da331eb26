"""The watch's tables as SQLAlchemy sees them. What creates them is in migrations/; a test compares the two.

They hold no record of a report: accounts and posts are keyed hashes, and days are as `date.toordinal` counts.
"""

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

metadata = MetaData()

watch_exports = Table(
    "watch_exports",
    metadata,
    Column("export_id", Integer, primary_key=True),
    Column("digest", Text),  # of the file's bytes
    Column("read_as", Text),  # a digest of which column was taken for what, of the zone and of the order of dates
    Column("begun", Text),
    Column("rows", Integer),  # read so far, broken ones and all
    Column("posts", Integer),  # counted of them
    Column("first", Integer),  # the first day and the last that it covers
    Column("last", Integer),
    Column("finished", Text),  # null: still going, or cut short
)

watch_export_days = Table(
    "watch_export_days",
    metadata,
    Column("export_id", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("posts", Integer),  # of that day, while the export is read
    Column("again", Integer),  # of them counted before
)

watch_weeks = Table(
    "watch_weeks",
    metadata,
    Column("week", Integer, primary_key=True),  # its Monday
    Column("opened", Text),  # the day on which the first posts of that week came
    Column("closed", Text),  # the day on which its accounts were forgotten
)

watch_days = Table("watch_days", metadata, Column("day", Integer, primary_key=True))  # covered by an export

watch_places = Table(
    "watch_places",
    metadata,
    Column("place_id", Text, primary_key=True),
    Column("name", Text),
    Column("country", Text),
    Column("lat", Float),
    Column("lon", Float),
)

watch_subjects = Table(
    "watch_subjects",
    metadata,
    Column("subject_id", Integer, primary_key=True),  # places and themes of a post, as one
    Column("places", Text),  # JSON, in order
    Column("themes", Text),
)

watch_cells = Table(
    "watch_cells",
    metadata,
    Column("subject_id", Integer, primary_key=True),
    Column("place", Text, primary_key=True),  # "": all places
    Column("theme", Text, primary_key=True),  # "": all themes
)

watch_posts = Table(
    "watch_posts",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("subject_id", Integer, primary_key=True),
    Column("account", Integer, primary_key=True),  # a keyed hash; 0: the export does not tell accounts
    Column("posts", Integer),
)

watch_seen = Table(
    "watch_seen",
    metadata,
    Column("post", Integer, primary_key=True),  # a keyed hash, by which a post is counted once
    Column("week", Integer),
)

watch_counts = Table(
    "watch_counts",
    metadata,
    Column("step", Integer, primary_key=True),  # 1: a day; 7: a week
    Column("start", Integer, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("posts", Integer),
    Column("accounts", Integer),  # distinct; null: not all are known
)

watch_texts = Table(
    "watch_texts",
    metadata,
    Column("text_id", Integer, primary_key=True),
    Column("day", Integer),
    Column("subject_id", Integer),
    Column("text", Text),  # masked
)
