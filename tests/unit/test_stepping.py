"""Which of two marks of the last question is believed."""

from __future__ import annotations

import pytest

from painbot.ports import NOTHING_SHOWN, Shown
from painbot.service.stepping import latest


@pytest.mark.parametrize(
    ("noted", "tapped", "wanted"),
    [
        (Shown(3, 41), NOTHING_SHOWN, Shown(3, 41)),
        (Shown(2, 41), Shown(3, 42), Shown(3, 42)),  # it is tapped before its sender noted it
        (Shown(3, 42), Shown(2, 41), Shown(3, 42)),  # one of an older question
        (Shown(3, 42), Shown(3, 41), Shown(3, 42)),  # one that was sent twice, on the upper copy
        (Shown(3, 41), Shown(3, 42), Shown(3, 42)),  # and on the lower one, which nobody noted
        (Shown(3, 41, "photo"), Shown(3, 41), Shown(3, 41, "photo")),
    ],
)
def test_the_lowest_message_of_the_latest_question_counts(
    noted: Shown, tapped: Shown, wanted: Shown
) -> None:
    assert latest(noted, tapped) == wanted
