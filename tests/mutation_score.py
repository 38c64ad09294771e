"""The mutation score, printed below a run of the tests; also when several processes share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

KILLED, SURVIVED = "mutants killed", "mutants that survived"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what the groups of mutants note about themselves."""
    stats = terminalreporter.stats
    ran = [*stats.get("passed", ()), *stats.get("failed", ())]
    noted = [dict(report.user_properties) for report in ran]
    killed = sum(int(each.get(KILLED, 0)) for each in noted)
    survivors = [name for each in noted for name in each.get(SURVIVED, "").splitlines()]
    if killed or survivors:
        every = killed + len(survivors)
        share = 100 * killed / every
        terminalreporter.write_line(f"mutation score: {share:.4g} % ({killed} of {every} killed)")
        for name in survivors:
            terminalreporter.write_line(f"  survived: {name}")
