"""The recipe for two-sided calls: a script in, a stereo file and its exact truth out. See CALLS.md beside this file."""
