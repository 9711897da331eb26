"""What is said and what is held: frozen, typed, without input or output, nothing third-party."""
