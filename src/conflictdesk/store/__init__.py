"""The desk on disk: its database and the archive of raw bytes. The only room that speaks SQL for the desk."""
