"""Reports: blocks made of kpicore's answers, written as HTML, PDF, PowerPoint or Excel."""

import lazy_loader

# The parts are imported when one of their names is asked for; the names stand in the stub beside.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
