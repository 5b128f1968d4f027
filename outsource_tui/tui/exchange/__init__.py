"""Import and export in the app: what is asked, what is shown, and the way between."""
