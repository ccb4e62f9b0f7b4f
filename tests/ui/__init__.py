"""Tests of the overlay, the tray and the application shell."""
