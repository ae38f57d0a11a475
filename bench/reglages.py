"""Settings of the benchmark: those of the tests, with media that outlive a process."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import VAR

MEDIA_ROOT = VAR / "media"
