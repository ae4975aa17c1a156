"""Benchmarks: each is run by one command and prints ratios measured in the same run."""
