"""Benchmarks: `.venv/bin/python -m tests.bench NAME`, printed beside the budget each figure has to keep."""
