"""Charts of counted frames: a frame in, an Altair chart out.

Nothing here knows a corpus or counts anything. Charts need the extra `plot`: Altair and vl-convert.
"""

from coopsec.plot.calendar import calendar
from coopsec.plot.coverage import coverage
from coopsec.plot.dispersion import dispersion
from coopsec.plot.heatmap import heatmap
from coopsec.plot.keyness import keyness
from coopsec.plot.network import network
from coopsec.plot.save import save
from coopsec.plot.small_multiples import small_multiples
from coopsec.plot.stream import stream
from coopsec.plot.timeline import timeline

__all__ = [
    "calendar",
    "coverage",
    "dispersion",
    "heatmap",
    "keyness",
    "network",
    "save",
    "small_multiples",
    "stream",
    "timeline",
]
