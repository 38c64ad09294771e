"""What a slip of YAML means in plain words: what the parser stumbled over, and the likely fix.

It knows the sentences of both parsers of PyYAML and nothing of flows.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Slip(NamedTuple):
    """One way not to be well-formed: `sign` is what the parser's complaint holds."""

    sign: str
    code: str
    why: str = ""
    hint: str = ""


# Slips whose beginning is a better place to point at than where the parser gave up.
_BEGUN: Final = (
    Slip(
        "but got '?'",
        "PB002",
        "a text inside brackets holds a `?`",
        "Put it in quotes.",
    ),
    Slip("scanning an alias", "PB004"),
    Slip("scanning an anchor", "PB004"),
    Slip("scanning a tag", "PB005"),
    Slip("parsing a tag", "PB005"),
    Slip(
        "end of stream",
        "PB002",
        "the quote that opens here is never closed",
        "Close it. Inside a text in single quotes, write an apostrophe twice.",
    ),
    Slip(
        "flow sequence",
        "PB002",
        "the list that `[` opens here is not closed, or a comma is missing in it",
        "Close it with `]`, and put a text that holds a comma, colon or bracket in quotes.",
    ),
    Slip(
        "flow mapping",
        "PB002",
        "what `{` opens here is not closed, or a comma is missing in it",
        "Close it with `}`, and put a text that holds a comma, colon or bracket in quotes.",
    ),
    Slip(
        "expected ':'",
        "PB002",
        "this line is not `key: value`",
        "Add the colon, or indent the line if it goes on with the text above.",
    ),
)
_HERE: Final = (
    Slip(
        "mapping values are not allowed",
        "PB002",
        "there is no place for a colon here",
        "Put the whole text in quotes if it holds `: `; otherwise mend the indentation.",
    ),
    Slip(
        "tab character",
        "PB002",
        "a tab stands here, where only spaces may",
        "Use spaces, two for each level.",
    ),
    Slip(
        "expected node content",
        "PB002",
        "something is missing before this, or it needs quotes",
        "Put a text that begins with a sign in quotes, and remove a comma too many.",
    ),
    Slip(
        "start any token",
        "PB002",
        "a text cannot begin with this sign",
        "Put the text in quotes.",
    ),
    Slip(
        "escape character",
        "PB002",
        "a backslash has a meaning of its own inside double quotes",
        "Use single quotes instead.",
    ),
    Slip(
        "block scalar",
        "PB002",
        "a text after `|` or `>` begins on the next line",
        "Move it there, or put it in quotes.",
    ),
    Slip(
        "sequence entries are not allowed",
        "PB002",
        "an item that begins with `-` stands on a line of its own",
        "Move it to the next line, or write the list as [one, two].",
    ),
    Slip(
        "expected '-'",
        "PB002",
        "this line does not go on with the list above",
        "Give every `-` of a list the same indentation.",
    ),
    Slip(
        "block mapping",
        "PB002",
        "this does not go on with what stands above",
        "Give keys that belong together the same indentation, and look for a quote too many.",
    ),
    Slip(
        "document start",
        "PB002",
        "the file ends at `...`, and something follows",
        "Remove the `...`.",
    ),
)


def slip(complaint: str, sign: str) -> tuple[Slip, bool]:
    """Return what a complaint of the parser about this sign means.

    The second value tells whether to point at the beginning of what went wrong.
    """
    if sign == "\t":
        complaint = "tab character"
    for known, begun in ((_BEGUN, True), (_HERE, False)):
        for each in known:
            if each.sign in complaint:
                return each, begun
    return Slip("", "PB002", complaint, "Check indentation, colons and quotes here."), False
