"""Benchmarks: each prints a ratio against a baseline of the same run. None is a test."""
