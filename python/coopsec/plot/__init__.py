"""Charts of counted frames: a frame in, an Altair chart out.

Nothing here knows a corpus or counts anything. Charts need the extra: `pip install "coopsec[plot]"`.
"""

from coopsec.plot.heatmap import heatmap
from coopsec.plot.save import save
from coopsec.plot.small_multiples import small_multiples
from coopsec.plot.timeline import timeline

__all__ = ["heatmap", "save", "small_multiples", "timeline"]
