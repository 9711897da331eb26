"""Sentences to mentions to claims: what a report says happened, who says so, and where an actor is said to be."""
