"""Bytes to sentences without losing the way back."""
