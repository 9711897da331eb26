"""Text to a reading: the only module that loads ONNX Runtime.

A report is read in overlapping windows, each led by who publishes it and the title. They are run one by one: in int8
a window's outputs would otherwise depend on its neighbours in the batch.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from conflictdesk.errors import DataError
from conflictdesk.inference.arrays import Floats, related, sigmoid, softmax, spans
from conflictdesk.inference.found import Found, View, Window, held, placed, whole_words, with_neighbours
from conflictdesk.inference.windows import Places, bounds, heading, prepared, trimmed, worded
from conflictdesk.records.provenance import Component, content_hash
from conflictdesk.records.reports import Mark, Reading, Trigger

FOLDER = Path(__file__).parents[1] / "data" / "model"
FILES = ("encoder.onnx", "events.onnx", "tokenizer.json", "model.json")
MAX_HEADING = 1_000
TRIGGER_FLOOR, MARK_FLOOR, KIND_FLOOR, RELATION_FLOOR = 0.08, 0.3, 0.02, 0.05
NAME_FLOOR = 0.15  # of a place's name: what else is known of the name decides from there on
NAMES = frozenset({"toponym", "within"})  # labels of place names, in any sentence
UNOWNED = NAMES | {"presence", "not_event"}
KEYS = (
    "name", "version", "labels", "enums", "outputs", "ends", "max_tokens", "title_tokens", "thresholds", "voices",
    "temperatures", "relation",
)  # fmt: skip

Related = tuple[dict[int, float], ...]
Numbered = tuple[tuple[int, Found], ...]


class Encoder:
    """The shipped encoder."""

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads, options.log_severity_level = threads, 1, 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph, events, tokenizer, model = ((folder / name).read_bytes() for name in FILES)
        self._model = _description(model, folder)
        hashes = " ".join(map(content_hash, (graph, events, tokenizer, model)))
        self.component = Component(self._model["name"], self._model["version"], hashes)
        self._tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._events = onnxruntime.InferenceSession(events, options, providers=["CPUExecutionProvider"])
        if missing := set(self._model["outputs"]) - {output.name for output in self._session.get_outputs()}:
            raise _damaged(folder, f"encoder.onnx gives no {', '.join(sorted(missing))}")

    @classmethod
    def load(cls, folder: Path | None = None, threads: int = 1) -> "Encoder":
        """The encoder in this folder, else the shipped one."""
        folder = folder or FOLDER
        if missing := [name for name in FILES if not (folder / name).is_file()]:
            raise DataError(f"The model lacks {', '.join(missing)} in {folder}. Install Conflictdesk again.")
        return cls(folder, threads)

    def read(self, text: str, title: str | None = None, publisher: str | None = None) -> Reading:
        """What the encoder sees in the text, all of it; spans count in `text`, title and publisher are context only.

        Time grows with the length of the text, memory with what is found in it.
        """
        clean = prepared(text)
        if not any(c.isalpha() for c in clean):
            return Reading(self.component.identity)
        ids, places = self._pieces(clean)
        head = self._pieces(prepared(heading(title, publisher)[:MAX_HEADING]))[0][: self._model["title_tokens"]]
        ranges = bounds(clean, places, self._model["max_tokens"] - 2 - len(head))
        views = self._views(head, ids, worded(clean, places, ranges))
        asked, rest, owners, same = self._all(self._windows(views, clean, places))
        triggers = self._triggers(asked, self._owned(asked, rest, owners), places)
        found = [Mark(self._label(span), placed(span, places), span.score) for span in rest]
        kept = [(mark, told) for mark, told in zip(found, owners, strict=True) if mark.label not in NAMES]
        marks, owners = tuple(mark for mark, _ in kept), tuple(told for _, told in kept)
        names = tuple(mark for mark in found if mark.label in NAMES)
        return Reading(self.component.identity, triggers, marks, owners, same, names)

    def _windows(self, views: Iterable[View], text: str, places: Places) -> Iterator[Window]:
        """Each window with its spans, numbered through the text."""
        triggers = marks = 0
        for view in views:
            found = whole_words(self._found(view), view, text, places)
            asked = [span for span in found if self._label(span) == "trigger"]
            rest = [span for span in found if self._label(span) != "trigger"]
            yield Window(view, tuple(enumerate(asked, triggers)), tuple(enumerate(rest, marks)))
            triggers, marks = triggers + len(asked), marks + len(rest)

    def _all(self, windows: Iterable[Window]) -> tuple[list[Found], list[Found], Related, Related]:
        """All triggers, all other marks, and for each of these, then for each of those, its triggers."""
        asked: dict[int, Found] = {}
        rest: dict[int, Found] = {}
        owners: dict[int, dict[int, float]] = {}
        same: dict[int, dict[int, float]] = {}
        for before, here, after in with_neighbours(windows):
            near = [window for window in (before, here, after) if window]  # a span is in two windows at most
            triggers = self._askable(near, here.view, lambda window: window.asked)
            marks = self._askable(near, here.view, lambda window: window.rest)
            asked |= dict(here.asked)
            rest |= dict(here.rest)
            self._relate(here.view, triggers, marks, 0, owners)
            self._relate(here.view, triggers, triggers, 1, same)
        owned, alike = tuple(owners.get(n, {}) for n in rest), tuple(same.get(n, {}) for n in asked)
        return [*asked.values()], [*rest.values()], owned, alike

    def _label(self, found: Found) -> str:
        return str(self._model["labels"][found.label])

    def _pieces(self, text: str) -> tuple[list[int], Places]:
        """Token numbers and their places."""
        coded = self._tokenizer.encode(text, add_special_tokens=False)
        return coded.ids, trimmed(text, coded.offsets)

    def _views(
        self, head: list[int], ids: list[int], windows: Iterable[tuple[tuple[int, int], range]]
    ) -> Iterator[View]:
        """Each window's outputs, the rows of title and ends left out."""
        first, last = self._model["ends"]
        for (a, b), own in windows:
            row = np.asarray([[first, *head, *ids[a:b], last]], np.int64)
            given = {"input_ids": row, "attention_mask": np.ones_like(row)}
            outputs = [out[0, 1 + len(head) : -1] for out in self._session.run(self._model["outputs"], given)]
            yield View(range(a, b), own, sigmoid(outputs[0]), *outputs[1:])

    def _found(self, view: View) -> Iterator[Found]:
        """The spans that begin where this window answers."""
        labels = self._model["labels"]
        for n, label in enumerate(labels):
            floor = TRIGGER_FLOOR if label == "trigger" else NAME_FLOOR if label in NAMES else MARK_FLOOR
            for a, b, score in spans(view.marks[:, n], view.marks[:, len(labels) + n], floor):
                if view.tokens[a] in view.own:
                    yield Found(n, view.tokens[a], view.tokens[b - 1] + 1, score, view.features[a])

    def _owned(self, asked: list[Found], rest: list[Found], owners: Related) -> list[list[Found]]:
        """The marks that each trigger owns."""
        owned: list[list[Found]] = [[] for _ in asked]
        for span, shares in zip(rest, owners, strict=True):
            for trigger, share in shares.items():
                if share >= self._model["thresholds"]["owner"]:
                    owned[trigger].append(span)
        return owned

    def _triggers(self, asked: list[Found], owned: list[list[Found]], places: Places) -> tuple[Trigger, ...]:
        """The triggers with the probabilities of their events' kinds, told by them and by the marks they own."""
        if not asked:
            return ()
        heard = np.stack([self._heard(span, mine) for span, mine in zip(asked, owned, strict=True)])
        logits = self._events.run(["kinds"], {"spans": heard})[0]
        return tuple(
            Trigger(placed(span, places), span.score, **self._kinds(row))
            for span, row in zip(asked, logits, strict=True)
        )

    def _heard(self, trigger: Found, owned: list[Found]) -> Floats:
        """A row of features for each voice: the mean over the event's spans of that label, zeros where it has none."""
        rows: dict[str, list[Floats]] = {}
        for span in (trigger, *owned):
            rows.setdefault(self._label(span), []).append(span.features)
        silent = np.zeros_like(trigger.features)
        return np.stack([np.mean(rows[v], 0) if v in rows else silent for v in self._model["voices"]])

    def _kinds(self, logits: Floats) -> dict[str, dict[str, float]]:
        """One event's logits as probabilities, by enumeration; the unlikely ones left out."""
        kinds, at = {}, 0
        for name, values in self._model["enums"].items():
            shares = softmax(logits[at : at + len(values)] * self._model["temperatures"][name]).tolist()
            kinds[name] = {value: share for value, share in zip(values, shares, strict=True) if share >= KIND_FLOOR}
            at += len(values)
        return kinds

    def _askable(self, near: Iterable[Window], view: View, of: Callable[[Window], Numbered]) -> Numbered:
        """The spans that this window holds whole and that can belong to an event."""
        spans = (one for window in near for one in of(window))
        return tuple((n, s) for n, s in spans if held(s, view) and self._label(s) not in UNOWNED)

    def _relate(
        self, view: View, asked: Numbered, rest: Numbered, family: int, into: dict[int, dict[int, float]]
    ) -> None:
        """For each span its triggers with their probabilities, of one family of relations, as one window sees them."""
        if not (asked and rest):
            return
        scores = self._pairs(view, [span for _, span in asked], [span for _, span in rest], family)
        for (row, _), shares in zip(rest, scores.tolist(), strict=True):
            told = into.setdefault(row, {})
            likely = {c: p for (c, _), p in zip(asked, shares, strict=True) if p >= RELATION_FLOOR}
            told.update({c: max(p, told.get(c, 0.0)) for c, p in likely.items()})

    def _pairs(self, view: View, asked: list[Found], rest: list[Found], family: int) -> Floats:
        """One window's probabilities; whether two triggers are one event is asked from both sides."""
        relation = self._model["relation"]
        part = slice(family * relation["dims"], (family + 1) * relation["dims"])
        table = np.asarray([relation["distance"][span.label] for span in rest], np.float32)
        places = [s.within(view) for s in asked], [s.within(view) for s in rest]
        logits = related(view.asker[:, part], view.answer[:, part], *places, table)
        return sigmoid(logits if family == 0 else (logits + logits.T) / 2)


def _description(raw: bytes, folder: Path) -> dict[str, Any]:
    """What model.json says. Raises DataError where it is not what this version of the program reads."""
    try:
        model: dict[str, Any] = json.loads(raw)
    except ValueError as error:
        raise _damaged(folder, "model.json is no JSON") from error
    missing = [key for key in KEYS if key not in model] if isinstance(model, dict) else list(KEYS)
    if missing:
        raise _damaged(folder, f"model.json lacks {', '.join(missing)}")
    parts = {"thresholds": ("owner",), "relation": ("dims", "distance"), "temperatures": tuple(model["enums"])}
    for key, names in parts.items():
        if lacking := [name for name in names if name not in model[key]]:
            raise _damaged(folder, f"model.json lacks {', '.join(lacking)} in {key}")
    labels = model["labels"]
    if "trigger" not in labels or len(model["relation"]["distance"]) != len(labels):
        raise _damaged(folder, "the labels of model.json are not those of its relations")
    return model


def _damaged(folder: Path, what: str) -> DataError:
    return DataError(f"The model in {folder} is not this version's: {what}. Install Conflictdesk again.")
