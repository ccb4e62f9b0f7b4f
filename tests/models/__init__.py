"""Tests of the code that makes models."""
