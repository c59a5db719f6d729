"""Forecasts whose probabilities come true: Prophet's model, learned beliefs, joint draws.

Prophet is imported when the first forecast is made, not with this package.
"""

import lazy_loader

# The parts are imported when one of their names is asked for; the names stand in the stub beside.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
