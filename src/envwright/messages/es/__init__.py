"""Every text in Spanish."""
