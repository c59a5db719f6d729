"""Insights: what goes with better posts, how long people stay, where they are lost.

The parts are imported when one of their names is asked for: pages start without their numerics.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
