"""Claims to incidents: which claims speak of one incident, and what the desk holds to have happened."""
