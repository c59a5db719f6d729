"""Many clients at once: KPIs, forecasts, goal checks and reports, and what changed since last time.

::

    clients_in_folder(folder, leave_out=, goals=) -> tuple[FolderClient, ...]
    clients_in_store(store, member=, maturity_days=) -> tuple[WorkspaceClient, ...]
    with local_crew(workers) as crew:         processes of this machine
    with cluster_crew(address) as crew:       the workers of a Dask cluster, never inside Streamlit
        run_batch(clients, BatchPlan(...), out=OutFolder(path), crew=crew) -> BatchRun

    status_changes(before, after) -> tuple[StatusChange, ...]      of two summaries
    change_sentence(change) -> Message
    atom_feed(changes, translator, source=) -> bytes
    digest_of(summary, changes, translator) -> Digest              .text, .html, .email()
"""

import lazy_loader

# The parts are imported when one of their names is asked for; the names stand in the stub beside.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
