"""Compare the parameters of a call with the data in `spec`; nothing is let through on trust."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from .refused import blame
from .spec import METHODS, SCOPES, TYPES, Field, Fields

Params = dict[str, Any]
_NUMBER = re.compile(r"-?[0-9]{1,19}")
_BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


def checked(method: str, typed: Params, words: dict[str, str], uploads: set[str]) -> Params:
    """Give the parameters of a call their types, or blame the caller for what is wrong."""
    known = METHODS[method]
    params = dict(typed)
    for name, word in words.items():
        params[name] = _decoded(known[name], word) if name in known else word
    for name in uploads & set(known):
        params[name] = f"attach://{name}"
    _check_fields(method, known, params)
    return params


def _decoded(field: Field, word: str) -> object:
    """Read the text of a form's field as what the field is declared to be."""
    if "Integer" in field.types and _NUMBER.fullmatch(word):
        return int(word)
    if "String" in field.types or "InputFile" in field.types:
        return word
    if field.types == ("Boolean",):
        return _BOOLEANS.get(word, word)
    if field.types == ("Integer",):
        return word
    try:
        return msgspec.json.decode(word)
    except (msgspec.DecodeError, UnicodeError):
        blame(f"can't parse {field.name} JSON object")


def _check_fields(place: str, known: Fields, given: Params) -> None:
    """Look at every field that is there, and for every field that must be there."""
    for name, value in given.items():
        if name not in known:
            blame(f"unknown parameter {place}.{name}")
        _check(f"{place}.{name}", known[name].types, value)
    for name, field in known.items():
        if field.required and name not in given:
            blame(f"{place}.{name} is missing")


def _check(place: str, types: tuple[str, ...], value: object) -> None:
    """Hold one value against the types that will do."""
    if isinstance(value, dict):
        _check_object(place, types, value)
    elif isinstance(value, list):
        _check_list(place, types, value)
    elif not any(_fits(kind, value) for kind in types):
        blame(f"{place} must be {' or '.join(types)}, not {type(value).__name__}")


def _fits(kind: str, value: object) -> bool:
    """Tell whether a plain value is of a plain type; true is not the number one."""
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Boolean":
        return isinstance(value, bool)
    return kind in ("String", "InputFile") and isinstance(value, str)


def _check_list(place: str, types: tuple[str, ...], values: list[Any]) -> None:
    """Look at each entry of a list that is allowed to be a list."""
    inner = [kind[1:-1] for kind in types if kind.startswith("[")]
    if not inner:
        blame(f"{place} must be {' or '.join(types)}, not a list")
    for number, value in enumerate(values):
        _check(f"{place}[{number}]", (inner[0],), value)


def _check_object(place: str, types: tuple[str, ...], value: Params) -> None:
    """Find out which of the objects that will do this is meant to be, and look at its fields."""
    if types == ("BotCommandScope",):
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in SCOPES:
            blame(f"{place} has an unknown type")
        _check_fields(place, SCOPES[kind], value)
        return
    kinds = [kind for kind in types if kind[0] != "[" and not _is_plain(kind)]
    if not kinds:
        blame(f"{place} must be {' or '.join(types)}, not an object")
    meant = next((kind for kind in kinds if _resembles(kind, value)), kinds[0])
    if meant in TYPES:
        _check_fields(place, TYPES[meant], value)


def _is_plain(kind: str) -> bool:
    return kind in ("Integer", "Boolean", "String", "InputFile")


def _resembles(kind: str, value: Params) -> bool:
    """Tell whether the fields that make this kind of object are all there."""
    known = TYPES.get(kind, {})
    return all(name in value for name, field in known.items() if field.required)
