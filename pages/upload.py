"""What I have given to the app."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import (
    account_tools,
    empty,
    entry,
    file_rows,
    imports,
    kept,
    mapping,
    samples,
    template_sheet,
    visit,
)
from pages.parts.guard import page_errors
from pages.parts.words import headline, section

QUESTION = msg("What have I given it?")

here = entry.enter("upload")
t = here.t

with page_errors(t):
    if here.accounts:
        headline(t, QUESTION, kept.sentence(here))
        empty.made_up(here)
    else:
        headline(t, QUESTION, msg("Nothing yet: drop the files that your platforms export."))

    given = imports.drop_zone(here)
    if given is not None:
        reports = imports.read(here, given)
        for report in reports:
            file_rows.draw(here, report)
        file_rows.network_switch(here, reports)
        for report in reports:
            mapping.draw(here, report)
        file_rows.date_order_switch(here, reports)

    if not here.accounts:
        samples.add_button(here, key="upload.sample")
        empty.export_places(here)
        template_sheet.draw(here)
        st.stop()

    accounts = kept.accounts_shown(here)
    kept.coverage(here, accounts)
    kept.import_list(here)
    account_tools.draw(here, accounts)
    mapping.saved(here)
    template_sheet.draw(here)
    section(t, msg("The whole workspace as one file"))
    with st.container(horizontal=True):
        visit.take_along(here, key="upload.download")
        with st.popover(t(msg("Bring it back")), icon=":material/upload:"):
            visit.bring_back(here, key="upload.restore")
