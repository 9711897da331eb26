"""Activity by place and theme: posts counted without persons, what calm would bring, and when it rises."""
