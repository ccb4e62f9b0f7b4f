"""Can this computer run a call? Checks of what is there (`doctor`), and a short call through everything (`selftest`)."""
