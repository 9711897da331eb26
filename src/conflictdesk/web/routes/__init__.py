"""What the server answers to: a module for each group of addresses. Routes are thin: views compute, templates show."""
