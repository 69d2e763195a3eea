"""Settings that every test shares."""

from hypothesis import settings

# A law holds or it does not; how fast one example ran on a busy machine says nothing about it.
settings.register_profile("here", deadline=None)
settings.load_profile("here")
