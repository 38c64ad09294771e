"""What every test may ask for."""

import os

from hypothesis import settings

pytest_plugins = ["tests.library_fixture", "tests.mutation_score", "tests.store_fixtures"]

# The settings of whoever runs the tests must not reach them: a test sets what it needs. Done at
# import, before any module can read a setting.
for _name in [name for name in os.environ if name.startswith("PAINBOT_")]:
    del os.environ[_name]

# No test fails on a clock: this machine may be busy.
settings.register_profile("usual", deadline=None)
settings.load_profile("usual")
# --hypothesis-profile=long: many more random examples, after a change to the proof.
settings.register_profile("long", max_examples=2000, deadline=None)
