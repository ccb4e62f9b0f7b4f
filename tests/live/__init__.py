"""The whole program, live: through a private sound server and a private screen."""
