"""What a drill found, and how what one person saw is compared with what they should have seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from typing import Final

from tests.faults.walkers import Walker


@dataclass
class Counts:
    """The numbers of one drill; every one of them but the first few must be zero or allowed.

    `doubled` are copies of new messages, `allowed` how many there may be: those that were on their
    way at a crash, and those whose answer was lost. `late` are those of them that came below later
    messages: a process that was paused in the middle of a send finishes it when it wakes up, and no
    lease can call back what is on its way; `naps` is how many there may be. `strange` are messages
    that a script does not hold, such as a notice; `notices` how many of them there may be. `left`
    are questions that were answered and kept their buttons: the mark of where they stood could not
    be noted. They do no harm, for a tap on one of them is answered kindly.
    """

    drill: str
    repetitions: int = 0
    turns: int = 0
    lost: int = 0
    misordered: int = 0
    wrong: int = 0
    doubled: int = 0
    allowed: int = 0
    late: int = 0
    naps: int = 0
    strange: int = 0
    notices: int = 0
    left: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Return whether anything is not as it must be however slow the machine is.

        On a busy one a lease of a second may lapse while its holder waits for the processor; then
        another sends as well, which doubles a message and loses none.
        """
        return bool(self.lost or self.misordered or self.wrong or self.faults)

    @property
    def bad(self) -> bool:
        """Return whether anything is not as it must be."""
        return bool(
            self.lost
            or self.misordered
            or self.wrong
            or self.faults
            or self.doubled > self.allowed
            or self.late > self.naps
            or self.strange > self.notices
        )

    def add(self, other: Counts) -> None:
        """Add the numbers of another run of the same drill."""
        for each in fields(self)[1:]:
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def judge(self, walker: Walker, sent: Sequence[str], lines: Collection[str] = ()) -> None:
        """Compare the new messages that came, in order, with the script.

        `lines` are what may be said beside it, as often as the drill itself finds right.
        """
        script = walker.script.sent
        place = {name: number for number, name in enumerate(script)}
        came = [place[name] for name in sent if name in place]
        times = Counter(came)
        self.turns += walker.acts
        self.lost += len(script) - len(times)
        self.wrong += len(script) - 1 not in times
        first = list(dict.fromkeys(came))
        self.misordered += first != sorted(first)
        self.late += sum(one < max(came[:at]) for at, one in enumerate(came) if at)
        self.doubled += len(came) - len(times)
        self.strange += sum(name not in place and name not in lines for name in sent)
        if walker.done:
            self._judge_traces(walker)

    def _judge_traces(self, walker: Walker) -> None:
        """Count questions that were answered and do not show it."""
        on_screen = {walker.tongue.seen(shown) for shown in walker.person.heard()}
        self.left += sum(text not in on_screen for text in walker.script.frozen)


HEAD: Final = (
    "drill                                      times    turns  lost misord.  wrong doubled allowed"
    " late strange notices left seconds"
)


def row(counts: Counts) -> str:
    """Return the numbers as a line of a table."""
    return (
        f"{counts.drill:<41} {counts.repetitions:>6} {counts.turns:>8} {counts.lost:>5}"
        f" {counts.misordered:>7} {counts.wrong:>6} {counts.doubled:>7} {counts.allowed:>7}"
        f" {counts.late:>4} {counts.strange:>7} {counts.notices:>7} {counts.left:>4}"
        f" {counts.seconds:>7.1f}"
    )


__all__ = ["HEAD", "Counts", "row"]
