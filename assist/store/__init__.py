"""The calls of this agent on this computer: redacted, written as they happen, deleted when their time is over."""
