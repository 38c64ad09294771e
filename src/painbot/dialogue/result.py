"""The result: level, whom to contact, why, then causes and tips, or what to do meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from painbot.dialogue.advice import Advice, advice
from painbot.dialogue.evidence import said_lines, speaks_for, summary
from painbot.dialogue.replies import Choice, Point, Result, Section
from painbot.dialogue.session import Session
from painbot.dialogue.view import View
from painbot.dialogue.walk import Walk
from painbot.flow.levels import Level
from painbot.flow.model import Cause, CauseFit, Flow, Library, Reviewed, Screen, Tip

MAX_CAUSES: Final = 3
MAX_TIPS: Final = 6
AFTER: Final = ("start-again", "change-answer", "why")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cause that is shown: whether it only may fit, and what speaks for it."""

    cause: Cause
    maybe: bool
    speaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One finished conversation."""

    walk: Walk
    view: View
    library: Library
    flow: Flow
    level: Level
    advice: Advice

    def phrase(self, name: str) -> str:
        return self.library.phrases[name]


def result(walk: Walk, session: Session, at: datetime, *, lowered_from: int = 0) -> Result:
    """Return the result of a walk that has come to its end."""
    view, library = walk.view, walk.library
    level = Level(view.level)
    flow = library.flows[walk.path[-1]]
    case = _Case(walk, view, library, flow, level, advice(view, level, at))
    calm = level < Level.TODAY
    causes = shown_causes(view, flow) if calm else ()
    tips = shown_tips(view, flow, causes) if calm else ()
    meanwhile = {} if calm else dict(_meanwhile(case))
    sections = (
        *_lowered(case, lowered_from),
        *_because(case),
        *_section(case, "causes", "maybe", (_cause_point(case, each) for each in causes)),
        *_section(case, "tips", "what-helps", (Point(tip.say.to(view.them)) for tip in tips)),
        *_section(case, "meanwhile", "meanwhile", (Point(line) for line in meanwhile.values())),
        *_section(case, "urgent", "urgent", _urgent(case)),
        *_section(case, "check-again", "check-again", _check_again(case)),
        *_section(case, "you-told-me", "you-told-me", _told(case)),
        *_section(case, "sources", "sources", _sources(case, causes, tips)),
        *_section(case, "reviewed", "reviewed", _reviewed(case, causes)),
        Section("disclaimer", "", (Point(case.phrase("disclaimer")),)),
    )
    return Result(
        conversation=session.id,
        number=session.number,
        level=level,
        headline=case.advice.headline,
        contact_lines=case.advice.contact_lines,
        sections=sections,
        choices=tuple(Choice(i, case.phrase(i), case.phrase(i)) for i in AFTER),
        contact=case.advice.contact,
        reasons=tuple(dict.fromkeys(r.id for r in case.advice.reasons)) if level else (),
        causes=tuple(each.cause.id for each in causes),
        tips=tuple(tip.id for tip in tips),
        meanwhile=tuple(meanwhile),
    )


def shown_causes(view: View, flow: Flow) -> tuple[_Shown, ...]:
    """Return the causes in order: those that fit, then those that may, three at most."""
    open_fits = [f for f in flow.causes if not (f.but_not_if and f.but_not_if.may(view))]
    fits = [f for f in open_fits if f.fits and f.fits.must(view)]
    may = [f for f in open_fits if f not in fits and f.may_fit and f.may_fit.must(view)]
    found = [_shown(view, f, maybe=False) for f in fits]
    found += [_shown(view, f, maybe=True) for f in may]
    if not found and flow.otherwise_cause:
        found = [_Shown(view.library.causes[flow.otherwise_cause], maybe=True, speaks=())]
    return tuple(found[:MAX_CAUSES])


def _shown(view: View, fit: CauseFit, *, maybe: bool) -> _Shown:
    condition = fit.may_fit if maybe else fit.fits
    speaks = speaks_for(view, condition, known=True) if condition else ()
    return _Shown(view.library.causes[fit.cause], maybe, speaks)


def shown_tips(view: View, flow: Flow, causes: Iterable[_Shown]) -> tuple[Tip, ...]:
    """Return the tips of the causes, then the flow's, each once, as far as they are safe."""
    ids = dict.fromkeys([*(tip for each in causes for tip in each.cause.tips), *flow.tips])
    tips = (view.library.tips[name] for name in ids)
    return tuple(tip for tip in tips if _safe(view, tip))[:MAX_TIPS]


def _safe(view: View, tip: Tip) -> bool:
    allowed = tip.only_if is None or tip.only_if.must(view)
    return allowed and not (tip.hide_if is not None and tip.hide_if.may(view))


def _section(case: _Case, name: str, title: str, points: Iterable[Point]) -> Iterator[Section]:
    found = tuple(points)
    if found:
        yield Section(name, case.phrase(title), found)


def _lowered(case: _Case, before: int) -> Iterator[Section]:
    if before > case.level:
        headline = case.library.levels[Level(before)].headline.day.to(case.view.them)
        yield Section("lowered", "", (Point(case.phrase("lowered-result"), (headline,)),))


def _because(case: _Case) -> Iterator[Section]:
    if not case.level:
        because = case.library.levels[case.level].because
        yield from _section(
            case, "because", "because", [Point(because.to(case.view.them))] if because else []
        )
        return
    by_reason: dict[str, list[str]] = {}
    for reason in case.advice.reasons:
        lines = [
            _quoted(case, line, doubtful=reason.doubtful) for line in said_lines(case.view, reason)
        ]
        by_reason.setdefault(reason.because.to(case.view.them), []).extend(lines)
    points = (Point(text, tuple(dict.fromkeys(lines))) for text, lines in by_reason.items())
    yield from _section(case, "because", "because", points)


def _quoted(case: _Case, line: str, *, doubtful: bool) -> str:
    lead = case.phrase("you-were-not-sure" if doubtful else "because-you-said")
    return f"{lead} {line}"


def _cause_point(case: _Case, each: _Shown) -> Point:
    cause = each.cause
    details = [cause.what.to(case.view.them)]
    if cause.also_called:
        details.append(f"{case.phrase('also-called')} {', '.join(cause.also_called)}")
    if each.speaks:
        details.append(f"{case.phrase('speaks-for')} {'; '.join(each.speaks)}")
    details += [care.say.to(case.view.them) for care in cause.care if care.level > case.level]
    return Point(cause.name.to(case.view.them), tuple(details))


def _screens(case: _Case) -> Iterator[Screen]:
    keys = (key for key in case.view.picks if key in case.library.lists)
    names = dict.fromkeys(case.library.lists[key].screen for key in keys)
    yield from (case.library.screens[name] for name in names)


def _positive(case: _Case, screen: Screen) -> bool:
    view = case.view
    return any(view.picks.get(p.key) or view.doubts.get(p.key) for p in screen.lists)


def _meanwhile(case: _Case) -> Iterator[tuple[str, str]]:
    lines = list(case.library.levels[case.level].meanwhile)
    lines += [line for s in _screens(case) if _positive(case, s) for line in s.meanwhile]
    yield from ((name, text.to(case.view.them)) for name, text in lines)


def _urgent(case: _Case) -> Iterator[Point]:
    for sign in (*case.library.urgent_signs, *case.flow.urgent_signs):
        if sign.only_if is None or sign.only_if.may(case.view):
            yield Point(sign.say.to(case.view.them))


def _check_again(case: _Case) -> Iterator[Point]:
    text = case.flow.check_again.get(case.level, case.library.levels[case.level].check_again)
    if text is not None:
        yield Point(text.to(case.view.them))


def _told(case: _Case) -> Iterator[Point]:
    lines = summary(case.view, case.walk.answers.values())
    yield from (Point(f"{line[:1].upper()}{line[1:]}") for line in lines)


def _sources(case: _Case, causes: Iterable[_Shown], tips: Iterable[Tip]) -> Iterator[Point]:
    ids: dict[str, None] = {}
    for reason in case.advice.reasons if case.level else ():
        ids.update(dict.fromkeys(reason.sources))
    for each in causes:
        ids.update(dict.fromkeys(each.cause.sources))
    for tip in tips:
        ids.update(dict.fromkeys(tip.sources))
    for name in ids or dict.fromkeys(case.flow.sources):
        source = case.library.sources[name]
        parts = [source.title, source.by, source.on, source.url]
        yield Point(", ".join(part for part in parts if part))


def _reviewed(case: _Case, causes: Iterable[_Shown]) -> Iterator[Point]:
    """Name the oldest review of what is shown; nothing is called reviewed without a name."""
    cards = [case.flow.reviewed, *(screen.reviewed for screen in _screens(case))]
    cards += [each.cause.reviewed for each in causes]
    yield Point(_review_line(case, min(cards, key=lambda card: (bool(card.by), card.on))))


def _review_line(case: _Case, oldest: Reviewed) -> str:
    return f"{oldest.by or case.phrase('not-reviewed')} ({oldest.on})"
