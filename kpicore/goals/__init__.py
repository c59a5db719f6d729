"""Goals: what is aimed at, how likely it is, what to aim at instead, and how it stands."""

import lazy_loader

# The parts are imported when one of their names is asked for; the names stand in the stub beside.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
