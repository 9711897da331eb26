"""The vocabulary: E5's 250,000 pieces cut down to the scripts that the product reads.

Kept are every piece seen in the data's texts and the best-scored pieces of Latin, Arabic, digits and punctuation.
The tokenizer is rebuilt as a unigram model with offsets, loadable by the `tokenizers` library alone.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertModel

SIZE = 52_000
LAYERS = 10  # of 12: the last two were trained to make all tokens of a text alike
FIRST, PAD, LAST, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL = (FIRST, PAD, LAST, UNKNOWN)
TEXTS = (
    "casebook/train.jsonl",
    "muc4/muc4_train.jsonl",
    "geo/lgl.jsonl",
    "geo/gwn.jsonl",
    "timex/timebank.jsonl",
    "timex/aquaint.jsonl",
    "linking/ecbplus_train.jsonl",
)


def texts(data: Path) -> Iterator[str]:
    """Every text that serves as a source of frequencies, as written and in lower case."""
    for name in TEXTS:
        for line in (data / name).open(encoding="utf-8"):
            text = json.loads(line)["text"]
            yield text
            yield text.lower()


def build(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A unigram tokenizer over these pieces; white space of any kind is a space."""
    names = [piece for piece, _ in pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=names.index(UNKNOWN), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    ends = [(FIRST, names.index(FIRST)), (LAST, names.index(LAST))]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{FIRST} $A {LAST}", special_tokens=ends)
    return tokenizer


def wanted(piece: str) -> bool:
    """Whether all characters are Latin, Arabic, digits or punctuation."""
    return all(
        not c.isalpha() or unicodedata.name(c, "").startswith(("LATIN", "ARABIC", "MODIFIER"))
        for c in piece.replace("▁", "")
    )


def counted(tokenizer: Tokenizer, data: Path) -> Counter[int]:
    """How often each piece is used in the data's texts."""
    seen: Counter[int] = Counter()
    for text in texts(data):
        seen.update(tokenizer.encode(text, add_special_tokens=False).ids)
    return seen


def chosen(pieces: list[tuple[str, float]], seen: Counter[int], size: int = SIZE) -> list[int]:
    """The kept pieces' numbers: special ones first, then those seen, then the best-scored wanted ones."""
    special = [i for name in SPECIAL for i, (piece, _) in enumerate(pieces) if piece == name]
    rest = [i for i, (piece, _) in enumerate(pieces) if i not in special and (i in seen or wanted(piece))]
    rest.sort(key=lambda i: (i not in seen, -pieces[i][1], i))
    return special + sorted(rest[: size - len(special)])


def prune(folder: Path, data: Path) -> tuple[BertModel, Tokenizer]:
    """The recovered encoder in `folder` with its vocabulary and its depth cut, and the tokenizer that fits it."""
    pieces = [(p, s) for p, s in json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]]
    keep = chosen(pieces, counted(build(pieces), data))
    model = BertModel.from_pretrained(folder, add_pooling_layer=False)
    weights = model.embeddings.word_embeddings.weight.detach()[torch.tensor(keep)].clone()
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(weights, freeze=True)
    model.config.vocab_size = len(keep)
    model.encoder.layer = model.encoder.layer[:LAYERS]
    model.config.num_hidden_layers = LAYERS
    return model, build([pieces[i] for i in keep])
