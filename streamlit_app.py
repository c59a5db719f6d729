"""The entry script of Goalpost: ``python -m streamlit run streamlit_app.py``."""

from pages.parts import entry, gate, head, session, sidebar, state, visit
from pages.parts.guard import Unexpected
from pages.parts.language import tell_browser

entry.configure()
entry.settle()
state.mark_entered()
here = gate.enter()
session.meet(here)
tell_browser(here.t)
page = entry.navigation(here.t)
sidebar.draw(here)
place = entry.entry_of(page)
head.draw(here, by_account=place.by_account, by_period=place.by_period)
visit.banner(here)
with Unexpected(here.t):
    page.run()
