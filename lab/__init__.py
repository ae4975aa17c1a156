"""The lab makes real failing builds on purpose: real tools, real faults, each with its truth.

A scenario (`lab/scenarios/*.toml`) says what is wrong, which tools run into it, and what a right
diagnosis has to say. `python3 -m lab run NAME` makes it happen and checks that the log proves it;
`--record` keeps the log and its label below `tests/logs`.
"""
