"""Settings: one TOML file, every value checked, sensible without any."""
