"""The entry script of Goalpost: ``python -m streamlit run streamlit_app.py``."""

from pages.parts import entry, session, sidebar, state, visit
from pages.parts.language import tell_browser

entry.configure()
entry.settle()
here = session.here()
state.mark_entered()
tell_browser(here.t)
page = entry.navigation(here.t)
sidebar.draw(here)
visit.banner(here)
page.run()
