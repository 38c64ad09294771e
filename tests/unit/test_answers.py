"""What a person types is the answer they meant, or it is asked again; never a guess."""

from datetime import UTC, datetime

import pytest

from painbot.dialogue.answers import Asked, Choice, Picked, Unclear, understand
from tests.words_fixture import english, table

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def choices(**words: str) -> tuple[Choice, ...]:
    """Make choices from `id="Label | button | other words"`."""
    return tuple(
        Choice(name.replace("_", "-"), tuple(text.split(" | "))) for name, text in words.items()
    )


NONE_AND_UNSURE = choices(none="None of these", unsure="Not sure")
YES_NO = Asked("one", choices(yes="Yes", no="No", unsure="Not sure"))
PLACES = choices(calf="Calf | lower leg", foot="Foot or toes | foot", thigh="Thigh", groin="Groin")
ONE = Asked("one", PLACES)
ANY = Asked("any", PLACES + NONE_AND_UNSURE)
BIRTH = Asked(
    "one",
    choices(
        no="Neither | not pregnant | a man",
        pregnant="Pregnant | expecting",
        might_be="Might be pregnant | maybe pregnant",
        six_weeks="Gave birth in the last 6 weeks",
        year="Gave birth 6 weeks to 12 months ago",
        unsure="Rather not say",
    ),
)
SIGNS = Asked(
    "any",
    choices(
        swollen="One leg more swollen | One calf more swollen than the other | swollen calf",
        hot="Warm, red or darker skin | red leg",
        weight="Cannot put weight on it | Since a fall: cannot put weight on the leg",
        days="3 days or more in bed",
    )
    + NONE_AND_UNSURE,
)
HANGING = Asked(
    "one",
    choices(
        yes="Yes, hanging it down eases it | it helps",
        no="No, or only walking about helps | does not help | worse",
        not_tried="Never tried it | never tried",
        unsure="Not sure",
    ),
)


def picked(typed: str, asked: Asked) -> str:
    """Return the picked ids in one line; what is unclear is `?`."""
    found = understand(typed, asked, english(), NOW)
    return " ".join(found.ids) if isinstance(found, Picked) else "?"


def close(typed: str, asked: Asked) -> str:
    found = understand(typed, asked, english(), NOW)
    assert isinstance(found, Unclear), found
    return " ".join(found.close)


YES_NO_TABLE = """
yes: yes | Yes | YES!! | y | yep | yeah | yup | yess | yesss | yes please | yes, yes | sure | 👍
yes: 👍🏽 | ✅ | of course | i do | it does | i think so | yes i do | yes a bit | yes, at night
yes: yes it wakes me up
yes: yes but only at night | definitely | \uff59\uff45\uff53 | yés | yes thanks | yes, doctor
yes: ok yes
no: no | No. | NO | n | nope | nah | noo | nooo | no thanks | no, sorry | never | not really
no: not at all | 👎
no: i don't | I don\u2019t | i dont | it doesn't | it isnt | i haven't | i am not | they don't
no: it's not
no: no i don't | no it doesn't | i don't think so | no no no | definitely not | no, it went away
unsure: not sure | Not sure. | unsure | dunno | idk | don't know | i dont know | no idea
unsure: not so sure | 🤷
unsure: maybe | perhaps | possibly | probably | might be | not shure | hard to say | can't tell
?: yes and no | no, yes | yes, maybe | maybe yes | not yes | yes or no | no pain | no problem
?: yes no problem
?: it doesn't hurt | ok | okay | i have arthritis | it is my knee | i am tired
?: no idea what that means
?: sometimes | what? | ? | yesterday | know | note | nose | no it only hurts at night
?: no but it did | help
"""


@pytest.mark.parametrize(("answer", "typed"), table(YES_NO_TABLE))
def test_yes_no_and_not_sure_in_many_ways(answer: str, typed: str) -> None:
    assert picked(typed, YES_NO) == answer


ONE_TABLE = """
calf: calf | CALF | Calf. | my calf | the calf | it's my calf I think | I think it's the calf, sorry
calf: my calf - I think | lower leg | my lower leg | the pain is in my lower leg
calf: left calf | calf pain | calf hurts | clf | cafl | calff | caalf | calfs | ca\u200blf | cálf
calf: my calf when I climb | \uff43\uff41\uff4c\uff46
calf: my calf for 3 weeks | calf since last week | yes, calf | um, calf please | 1 | 1. | #1 | 1)
calf: (1) | one
foot: 2 | 2. | #2 | number two | the second one | second | 2nd | 2 please | \uff12 | ٢ | 2️⃣ | fot
foot: foto
foot: i think it's the second one | answer 2 | choice two | foot or toes | foot and toes | food
thigh: thihg | tigh | thighs | my thigh!!! | 3 | third | the third one please | 3 thigh
groin: last one | the last one | the last | final one | 4th | gron | GROIN 😭
?: ... | ?! | 😭 | \0 | \ud800 | \u202e | 0 | 5 | 7 | -1 | 1.5 | 99999999999 | calf and foot
?: calf or thigh
?: calf? thigh? | both | all of them | this one | not the calf | no calf | it isn't my calf
?: anything but the calf
?: calf no | neither calf nor foot | maybe the calf | calf, not sure | call me | half | skin | leg
?: my leg hurts
?: one leg | hello | help me | shoulder | my calf, my back, my neck and my head | my calf, my back
?: calf, 3 weeks
?: 1 or 2 | last night | 2 weeks | 3 calf | or | the | ca lf | שלום | ساق | 小腿 | shin | toes
"""


@pytest.mark.parametrize(("answer", "typed"), [*table(ONE_TABLE), ("?", ""), ("?", "1" * 5000)])
def test_one_place_in_many_ways(answer: str, typed: str) -> None:
    assert picked(typed, ONE) == answer


ANY_TABLE = """
calf thigh: 1 and 3 | 1,3 | 1, 3 | 1 3 | 3 and 1 | #1 and #3 | 1 & 3 | 1+3 | 1/3 | first and third
calf thigh: one and three
calf foot: calf and foot | both the calf & foot | Calf, foot | foot and my calf | foot and clf
calf foot thigh: calf foot thigh | 1 2 3 | calf, foot, and thigh | my calf, my foot and my thigh too
foot: not the calf but the foot | foot, not the calf | only the foot | foot but not the thigh
none: none | None of these | none of them | nothing | no | nope | neither | nothing like that
none: no to all | nil
none: no thanks | none, thank god | i don't have any of these | none of these apply | 5 | i don't
none: nope none
unsure: not sure | dunno | no idea | 6 | i don't know
?: all | all of them | both | everything | none but calf | none and calf | calf, none | no, calf
?: not sure, calf
?: calf and purple spots | calf, swelling | not calf, foot | not the calf | no calf | without calf
?: 1-3 | 1 and 9
?: nothing except the calf | nothing but calf | everything except the calf | all but the calf
?: 1 or none | 5 and 1 | last one | calf 2 | yes | none, just an ache
"""


@pytest.mark.parametrize(("answers", "typed"), table(ANY_TABLE))
def test_several_places_at_once_or_asked_again(answers: str, typed: str) -> None:
    assert picked(typed, ANY) == answers


SIGNS_TABLE = """
swollen: swollen calf | my left calf is swollen | 1 | swolen calf | one leg more swollen
hot: red leg | the leg is red | red | warm and red skin | it's red
weight: cannot put weight on it | can't put weight on the leg | cant put weight on it
swollen hot: swollen calf and red leg | 1 and 2 | swollen calf, and it's red
days: 3 days or more in bed | 4
?: no swelling | not swollen | no swelling or redness | it is not red | not red, swollen calf | 3
?: never red
?: i can put weight on it | no red leg | calf | leg | skin | one leg | it's not a red leg
?: isn't red
?: no cannot put weight on it | doesn't look red | no sign of a red leg | no leg is red
"""


@pytest.mark.parametrize(("answers", "typed"), table(SIGNS_TABLE))
def test_signs_are_ticked_when_said_and_never_when_denied(answers: str, typed: str) -> None:
    assert picked(typed, SIGNS) == answers


BIRTH_TABLE = """
no: no | Neither | i'm not pregnant | no, I'm not pregnant | i'm a man | none
pregnant: pregnant | I am pregnant | yes, pregnant | 2 | preganant | expecting
might-be: might be pregnant | maybe pregnant
six-weeks: Gave birth in the last 6 weeks
year: gave birth 6 weeks to 12 months ago
unsure: rather not say | Rather not say.
?: maybe | gave birth | yes | pregnant or not pregnant
"""


@pytest.mark.parametrize(("answer", "typed"), table(BIRTH_TABLE))
def test_a_label_wins_whatever_words_are_in_it(answer: str, typed: str) -> None:
    assert picked(typed, BIRTH) == answer


HANGING_TABLE = """
yes: yes | it helps | yes it helps a lot | it does
no: no | it doesn't help | no, it doesn't help | it's worse | never
not-tried: never tried | I never tried it
?: yes, worse | makes it worse | it helps and it's worse | i don't know, never tried | not worse
"""


@pytest.mark.parametrize(("answer", "typed"), table(HANGING_TABLE))
def test_a_yes_and_a_no_may_have_words_of_their_own(answer: str, typed: str) -> None:
    assert picked(typed, HANGING) == answer


def test_what_came_close_is_offered_not_chosen() -> None:
    assert close("no but it did", YES_NO) == "no"
    assert close("yes and no", YES_NO) == "yes no"
    assert close("no pain", YES_NO) == ""
    assert close("calf or thigh", ONE) == "calf thigh"
    assert close("3 calf", ONE) == "calf thigh"
    assert close("maybe the calf", ANY) == "calf unsure"
    assert close("gave birth", BIRTH) == "six-weeks year"
    assert close("maybe", BIRTH) == "might-be unsure"
    assert close("bleeding a little", Asked("one", choices(bad="Bleeding a lot"))) == "bad"


def test_a_slip_between_two_answers_is_asked_again() -> None:
    sides = Asked("one", choices(inner="Inner", outer="Outer"))
    assert picked("iner", sides) == "inner"
    assert picked("outr", sides) == "outer"
    assert close("leift", Asked("one", choices(left="Left", lift="Lift"))) == "left lift"
    countries = Asked("one", choices(au="Australia", de="Germany"))
    assert picked("austria", countries) == "?"
    assert picked("germny", countries) == "de"


def test_where_labels_are_numbers_a_number_is_no_place() -> None:
    pillows = Asked("one", choices(two="2 pillows", one="1 pillow", more="3 or more"))
    assert picked("1 pillow", pillows) == "one"
    assert close("2", pillows) == "two one"
    assert picked("the second one", pillows) == "one"
    assert picked("3", pillows) == "more"  # it is the third, and begins with 3
    assert picked("2", Asked("one", choices(a="1", b="3", c="2"))) == "c"
    ages = Asked("one", choices(a="Under 16", b="16 to 64", c="65 and over"))
    assert picked("2", ages) == "?"
    assert picked("65 and over", ages) == "c"
    bands = Asked("one", choices(a="5", b="10-15", c="16 - 20"))
    assert [picked(t, bands) for t in ("5", "-5", "10-15", "I think 16-20")] == ["a", "?", "b", "c"]


def test_two_answers_with_the_same_words_are_never_told_apart() -> None:
    assert close("knee", Asked("one", choices(a="Knee", b="knee"))) == "a b"


def test_an_answer_of_two_letters_counts_only_alone() -> None:
    who = Asked("one", choices(me="Me | myself | i", adult="Another adult | my mum"))
    for typed in ("me", "it's me", "I", "me please"):
        assert picked(typed, who) == "me"
    assert picked("help me", who) == "?"
    assert picked("it's for my mum", who) == "adult"


def test_a_story_is_not_searched_for_an_answer() -> None:
    assert close("my calf, so last year I went to Spain and walked " * 6, ONE) == "calf"
