"""Toponyms to places: gazetteers, bearings, and the choice among namesakes."""
