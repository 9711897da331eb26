"""The workbench: pages that show a desk, on this machine alone. They read; they change nothing."""
