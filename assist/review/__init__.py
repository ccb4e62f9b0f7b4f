"""After the call: what went well, what to try next, where the caller's tension rose, what was agreed; reports and trends."""
