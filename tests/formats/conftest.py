from hypothesis import settings

# the machine may be busy: what counts here is the outcome, the bench measures speed
settings.register_profile("formats", deadline=None)
settings.load_profile("formats")
