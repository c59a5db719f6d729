from .changes import StatusChange, change_sentence, status_changes
from .clients import (
    Client,
    FolderClient,
    WorkspaceClient,
    clients_in_folder,
    clients_in_store,
)
from .crews import ClusterCrew, Crew, LocalCrew, cluster_crew, local_crew
from .digest import Digest, digest_of
from .dispatch import dispatch
from .feed import atom_feed
from .model import (
    BatchError,
    BatchPlan,
    BatchSummary,
    ClientOutcome,
    ClientTask,
    FollowedKpi,
    GoalLine,
    KpiFigure,
    UnusedFile,
)
from .outfolder import OutFolder
from .running import BatchRun, Step, run_batch
from .tables import KPI_COLUMNS, SUMMARY_COLUMNS, kpis_csv, summary_csv

__all__ = [
    "KPI_COLUMNS",
    "SUMMARY_COLUMNS",
    "BatchError",
    "BatchPlan",
    "BatchRun",
    "BatchSummary",
    "Client",
    "ClientOutcome",
    "ClientTask",
    "ClusterCrew",
    "Crew",
    "Digest",
    "FolderClient",
    "FollowedKpi",
    "GoalLine",
    "KpiFigure",
    "LocalCrew",
    "OutFolder",
    "StatusChange",
    "Step",
    "UnusedFile",
    "WorkspaceClient",
    "atom_feed",
    "change_sentence",
    "clients_in_folder",
    "clients_in_store",
    "cluster_crew",
    "digest_of",
    "dispatch",
    "kpis_csv",
    "local_crew",
    "run_batch",
    "status_changes",
    "summary_csv",
]
