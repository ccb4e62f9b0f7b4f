"""Tests, and the tools that only tests and developers use."""
