"""Charts of counted frames: a frame in, an Altair chart out.

Nothing here knows a corpus or counts anything. Charts need the extra: `pip install "coopsec[plot]"`.
"""

from coopsec.plot.save import save
from coopsec.plot.timeline import small_multiples, timeline

__all__ = ["save", "small_multiples", "timeline"]
