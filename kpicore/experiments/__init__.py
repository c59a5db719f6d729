"""Experiments: variants held against each other, how surely one is best, and how many it takes."""

import lazy_loader

# The parts are imported when one of their names is asked for; the names stand in the stub beside.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
