"""From file texts to a Library: the order in which the parts are built and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from painbot.flow.compiler import alarms, vocabulary
from painbot.flow.compiler.checks import check
from painbot.flow.compiler.draft import Draft
from painbot.flow.compiler.flows import FlowMaker, Shelf
from painbot.flow.compiler.promises import promises
from painbot.flow.compiler.questions import QuestionMaker
from painbot.flow.compiler.screens import ScreenMaker
from painbot.flow.conditions import Scope
from painbot.flow.conditions.names import QuestionTarget, Target
from painbot.flow.contents import all_questions, offered
from painbot.flow.digest import digests
from painbot.flow.findings import Findings
from painbot.flow.guards import Guards
from painbot.flow.model import WHO, Flow, Library, Question
from painbot.flow.route import build_route


def compile_library(files: Mapping[str, bytes]) -> tuple[Library | None, Findings]:
    """Compile flow files, by name, into a library.

    Returns the library and the findings; the library is None when any finding is an error,
    so that a broken file is never half loaded.
    """
    draft = Draft(files)
    library = _build(draft)
    if library is not None:
        check(draft, library)
    if library is None or draft.findings.errors:
        return None, draft.findings
    return wired(library), draft.findings


def wired(library: Library) -> Library:
    """Return the library with its machines built anew from what it holds."""
    guards = Guards(library)
    routes = {name: build_route(library, flow, guards) for name, flow in library.flows.items()}
    return replace(library, routes=routes, digests=digests(library), offered=offered(library))


def _build(draft: Draft) -> Library | None:
    phrases = vocabulary.phrases(draft)
    countries = vocabulary.countries(draft)
    makers = QuestionMaker(draft, countries, phrases)
    facts = _questions(draft, makers, "facts", fact=True)
    shared = _questions(draft, makers, "questions", fact=False)
    hint = "Add the fact `who` with an answer `me`."
    there = WHO in facts or "facts" in draft.findings.lost
    vocabulary.needs(draft, "fact `who`", WHO, hint, there=there)
    fact_names: dict[str, Target] = {key: QuestionTarget(fact) for key, fact in facts.items()}
    contacts = vocabulary.contacts(draft, Scope(fact_names, cautious=True))
    screen_maker = ScreenMaker(draft, fact_names, contacts)
    screens = screen_maker.screens()
    names = {**fact_names, **{key: QuestionTarget(q) for key, q in shared.items()}}
    names |= screen_maker.targets()
    scope = Scope(names, cautious=True)
    tips = vocabulary.tips(draft, scope)
    causes = vocabulary.causes(draft, tips)
    shelf = Shelf(facts, shared, screens, causes, tips, names)
    flows = FlowMaker(draft, makers, screen_maker, shelf).flows()
    words = alarms.words(draft, contacts)
    lists = {part.key: part for s in screens.values() for part in chain(s.lists, s.then)}
    page_keys = tuple(part.key for s in screens.values() for part in s.lists)
    of_levels = vocabulary.urgent_signs(draft, draft.entries("levels", "urgent signs"), scope)
    questions = _by_key(facts, shared, flows)
    every = names | {key: QuestionTarget(each) for key, each in questions.items()}
    scope = Scope(every, promises=True, all_lists=page_keys)
    own = promises(draft, draft.entries("promises"), scope, causes, tips)
    levels = vocabulary.levels(draft)
    if words is None:
        return None
    return Library(
        flows=flows,
        screens=screens,
        lists=lists,
        facts=facts,
        shared=shared,
        causes=causes,
        tips=tips,
        sources=vocabulary.sources(draft),
        levels=levels,
        contacts=contacts,
        countries=countries,
        urgent_signs=of_levels,
        promises=own,
        words=words,
        phrases=phrases,
        rows={n.value: title.value for n, title in draft.entries("rows")},
        questions=questions,
        lowered=_lowered(draft),
        places=vocabulary.places(draft),
    )


def _questions(
    draft: Draft, makers: QuestionMaker, head: str, *, fact: bool
) -> dict[str, Question]:
    found: dict[str, Question] = {}
    names: dict[str, Target] = {}
    waiting = {name.value for record in draft.records(head) for name, _ in record.get(head, ())}
    for name, record in draft.entries(head):
        waiting.discard(name.value)
        if not draft.take(name):
            continue
        scope = Scope(dict(names), frozenset(waiting))
        question = makers.question(name, record, name.value, scope, fact=fact)
        if question is not None:
            found[name.value] = question
            names[name.value] = QuestionTarget(question)
    return found


def _by_key(
    facts: Mapping[str, Question], shared: Mapping[str, Question], flows: Mapping[str, Flow]
) -> dict[str, Question]:
    own = (question for flow in flows.values() for question in all_questions(flow.items))
    return {**facts, **shared, **{question.key: question for question in own}}


def _lowered(draft: Draft) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what flows and screens sign off, by their ids."""
    return {
        record.line(head): tuple((day.value, why.value) for day, why in record.get("lowered", ()))
        for head in ("flow", "screen")
        for record in draft.records(head)
    }
