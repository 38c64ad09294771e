"""Emergency words are heard whatever surrounds them, and not heard where they are denied."""

import pytest

from painbot.dialogue.emergency import heard
from painbot.flow.levels import Level
from tests.words_fixture import english, table


def alarm(typed: str) -> str:
    found = heard(typed, english())
    return found[0].id if found else "-"


HEARD_TABLE = """
chest: chest pain | CHEST PAIN!!! | I have chest pain | my chest hurts | my chest really hurts
chest: pains in my chest
chest: tight chest | chest tightness | pain in my left chest | chest and leg pain | chset pain
chest: heart attack
chest: is it chest pain? | a bit of chest pain since monday | i think it's a heart attck
chest: chest_pain | chést pain
breathing: can't breathe | cant breathe | I can\u2019t breathe | can not breathe
breathing: cannot breathe properly
breathing: cant breath | can't breath well | i cant brethe | hard to breathe | short of breath
breathing: breathless
breathing: shortness of breath | trouble breathing | troubel breathing | I CANT BREATHE
breathing: struggling to breathe
breathing: no chest pain but I can't breathe | no fever, short of breath | breathlessness
breathing: couldn't breathe
stroke: stroke | my dad had a stroke 10 years ago | mini-stroke | face is drooping | slurred speech
stroke: TIA
stroke: my arm is weak | weakness on one side | numb down one side | can't speak
stroke: I've never had a stroke
collapse: passed out | I fainted | she is unconscious | he collapsed | unconcious
collapse: blacked out twice | won't wake up
coughing-blood: coughing up blood | coughed blood | cough up some blood | blood when I cough
bleeding: bleeding heavily | it won't stop bleeding | bleeding a lot | blood everywhere
bleeding: the vein burst | haemorrhage
broken: bone sticking out | the bone is sticking out of my shin | car crash | bent the wrong way
cold-limb: my foot has gone blue | I can't feel my foot | leg went cold | can't move my toes
cold-limb: white cold leg
very-ill: blue lips | call an ambulance | I need an ambulance | this is an emergency | i'm dying
overdose: I took too many pills | overdose | overdosed
self-harm: suicide | suicidal | suiciding | suicidel | sucide | I want to die | wanna die
self-harm: kill myself | end it all
self-harm: hurt myself | I don't want to live | no reason to live | better off dead | self harm
self-harm: selfharm
"""


@pytest.mark.parametrize(("expected", "typed"), table(HEARD_TABLE))
def test_emergency_words_are_heard(expected: str, typed: str) -> None:
    assert alarm(typed) == expected


DENIED_TABLE = """
-: I don't have chest pain | no chest pain | I dont have any chest pain | not having chest pain
-: without chest pain
-: I do not have chest pain | i haven't had chest pain | No chest pain. | there is no chest pain
-: isn't chest pain
-: no chest pain or trouble breathing | neither chest pain nor breathlessness | no blackout
-: no sign of a stroke
-: I don't think it's a stroke | it's not a heart attack | no chest pain, no trouble breathing
-: I didn't faint
-: neither a stroke nor chest pain | I can't sleep. No chest pain | not really chest pain
-: I don't have any chest pain | it isn't an emergency | not short of breath
-: no shortness of breath | i am not suicidal | i dont want to die
-: no actual chest pain
"""


@pytest.mark.parametrize(("expected", "typed"), table(DENIED_TABLE))
def test_denied_emergency_words_raise_nothing(expected: str, typed: str) -> None:
    assert alarm(typed) == expected


NOT_MEANT_TABLE = """
-: keystroke | backstroke | heatstrokes | limping | I strike | on strike | stoke | chest is fine
-: my chest of drawers
-: my leg hurts. chest is fine | I can breathe fine | breathing exercises | it's killing me
-: overdone it | overdue
-: I've overdone it | painted the fence | grasping | a fitting mattress | blood test | clot | pain
-: bone pain | weak leg
-: my leg is cold at night | cold feet | numb toes | run over 5 miles | steroid shot in my hip
-: fell and hurt my hip
-: ... | ? | \0 | 😭 | \ud800 | שלום | chest | breath | die | diet | dyeing my hair | kill
-: leg of lamb | stroller
"""


@pytest.mark.parametrize(("expected", "typed"), [*table(NOT_MEANT_TABLE), ("-", "")])
def test_near_misses_raise_nothing(expected: str, typed: str) -> None:
    assert alarm(typed) == expected


DOUBT_TABLE = """
chest: not only chest pain | not just chest pain | no my chest hurts | no, I have chest pain
chest: no fever, chest pain
chest: not sure if it's chest pain | I don't know if this is chest pain | can't sleep, chest pain
chest: not ok my chest hurts
chest: I can't walk and have chest pain | no pain just chest tightness
chest: I have no energy and chest pain
chest: doesn't hurt but chest is tight | don't ignore my chest pain | not well. chest pain
chest: can't walk without chest pain | nothing except chest pain | fine apart from chest pain
chest: nothing other than chest pain | I don't feel right my chest hurts
chest: I don't like this chest pain
chest: can't take chest pain anymore | can't do this with chest pain | not really, my chest hurts
chest: it isn't right my chest hurts | I can't take it anymore chest pain | none, my chest hurts
breathing: I can't lie down without getting short of breath | can't sleep can't breathe
breathing: no chest pain and can't breathe | not not breathing
stroke: no chest pain, slurred speech
coughing-blood: I can't stop coughing blood
"""


@pytest.mark.parametrize(("expected", "typed"), table(DOUBT_TABLE))
def test_in_doubt_it_is_asked(expected: str, typed: str) -> None:
    assert alarm(typed) == expected


def test_the_most_severe_of_several_is_heard() -> None:
    both = heard("I want to die, and my chest hurts", english())
    assert [each.id for each in both] == ["chest", "self-harm"]
    assert alarm("suicidal, and I took too many pills") == "overdose"
    assert alarm("no chest pain, but I want to die") == "self-harm"


def test_words_at_the_end_of_a_very_long_message_are_heard() -> None:
    story = "so last year I went to Spain and walked a lot. " * 2500
    assert alarm(story) == "-"
    assert alarm(story + "now I can't breathe") == "breathing"
    assert alarm("chest pain " + story) == "chest"


@pytest.mark.parametrize(
    "piece", ["x", "chset ", "\0", "😭", "\ud800", "no ", "cant ", "suicid", "ﷺ", "not "]
)
def test_a_message_of_100_kb_is_read(piece: str) -> None:
    assert alarm(piece * (100_000 // len(piece))) in ("-", "self-harm")


def test_every_phrase_of_the_words_file_is_heard() -> None:
    for each in english().alarms:
        for phrase in each.words:
            found = heard(f"it is {phrase.replace('*', 'x')} now", english())
            assert found, phrase
            assert found[0].level >= each.level, phrase


def test_every_alarm_asks_one_plain_question_and_raises() -> None:
    for each in english().alarms:
        assert each.ask.say.endswith("?")
        assert each.ask.them.endswith("?")
        assert each.level >= Level.HOSPITAL
        assert each.sources
        assert each.because.say
    contacts = {each.id: each.contact for each in english().alarms}
    assert contacts["self-harm"] == contacts["overdose"] == "crisis-line"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("he isn't breathing", "breathing"),
        ("she is no longer breathing", "breathing"),
        ("hes not waking up", "collapse"),
        ("my mum isn't waking up", "collapse"),
        ("chestpain", "chest"),
        ("he's breathing fine", "-"),
        ("my leg keeps me from waking up rested", "-"),
    ],
)
def test_signs_said_as_what_no_longer_happens_are_heard(typed: str, expected: str) -> None:
    assert alarm(typed) == expected
