"""Who may see what is kept here, and who changed it."""

from kpicore.messages import msg
from pages.parts import entry, people_views, workspace_tools
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("Who may see this?")

here = entry.enter("people")
t = here.t

with page_errors(t):
    headline(t, QUESTION, people_views.sentence(here))
    people_views.own_part(here)
    if people_views.owns(here):
        people_views.members(here)
        people_views.links(here)
    workspace_tools.draw(here)
    if people_views.owns(here):
        people_views.audit(here)
        workspace_tools.end(here)
