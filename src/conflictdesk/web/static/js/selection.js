// Words that a person selects in a report's text, counted as the desk counts: in code points of the clean text.

/** The text nodes of `box`, without the numbers in the margin. */
function textNodes(box) {
  const accept = (node) => (node.parentElement.closest(".number") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, accept);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

export const plainText = (box) => textNodes(box).map((node) => node.data).join("");
const points = (text) => { let n = 0; for (const _ of text) n += 1; return n; };

/** What is selected within `box`: {start, end} in code points and its words, without white space around; or null. */
export function selected(box) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!box.contains(range.commonAncestorContainer) && range.commonAncestorContainer !== box) return null;
  const [from, to] = edges(box, range);
  const text = plainText(box).slice(from, to);
  const lead = text.length - text.trimStart().length, words = text.trim();
  return words ? spanOf(plainText(box), from + lead, from + lead + words.length) : null;
}

/** Where a range begins and ends, in UTF-16 units of the plain text. */
function edges(box, range) {
  let at = 0, from = null, to = null;
  for (const node of textNodes(box)) {
    if (from === null) {
      if (node === range.startContainer) from = at + range.startOffset;
      else if (range.comparePoint(node, 0) >= 0) from = at;
    }
    if (to === null) {
      if (node === range.endContainer) to = at + range.endOffset;
      else if (range.comparePoint(node, 0) > 0) to = at;
    }
    at += node.data.length;
  }
  return [from ?? at, to ?? at];
}

/** A stretch of `text` (UTF-16) as the desk counts it. */
export function spanOf(text, from, to) {
  const start = points(text.slice(0, from)), words = text.slice(from, to);
  return { start, end: start + points(words), words, from, to };
}

/** The sentences of `text`, in UTF-16, without white space around them. */
export function sentencesOf(text, language) {
  const found = [];
  for (const { segment, index } of new Intl.Segmenter(language || undefined, { granularity: "sentence" }).segment(text)) {
    const lead = segment.length - segment.trimStart().length, length = segment.trim().length;
    if (length) found.push([index + lead, index + lead + length]);
  }
  return found;
}

/** The sentences that a span touches, as one span. */
export function sentenceAround(text, span, language) {
  const touched = sentencesOf(text, language).filter(([from, to]) => from < span.to && span.from < to);
  return touched.length ? spanOf(text, touched[0][0], touched.at(-1)[1]) : span;
}

/** Select a stretch (UTF-16) of the box's text, and bring it into sight. */
export function select(box, from, to) {
  const range = document.createRange();
  let at = 0;
  for (const node of textNodes(box)) {
    const end = at + node.data.length;
    if (from >= at && from < end) range.setStart(node, from - at);
    if (to > at && to <= end) range.setEnd(node, to - at);
    at = end;
  }
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}
