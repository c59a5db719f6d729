"""Whose data a batch works on: the clients of a folder, or the workspaces of a database.

Each says at once what its content is, as a hash, and is loaded only when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kpicore.batch.model import BatchError, ClientTask
from kpicore.errors import ImportFailedError
from kpicore.forecasting import Event
from kpicore.goals.model import Goal
from kpicore.ingest import SourceFile
from kpicore.kpis import KpiOptions
from kpicore.messages import msg

if TYPE_CHECKING:
    from kpicore.store import Store, Workspace


class Client(Protocol):
    """One client, not yet loaded."""

    @property
    def client_id(self) -> str:
        """Tells it from all others, now and in later batches."""
        ...

    @property
    def name(self) -> str:
        """For people."""
        ...

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Goals that earlier batches set and that are followed; empty where people set them."""
        ...

    @property
    def sets_goals(self) -> bool:
        """Whether batches set its goals, as against the people whose workspace it is."""
        ...

    def content_key(self) -> str:
        """Return a hash of its data; the same data give the same."""
        ...

    def task(self, *, with_bytes: bool) -> ClientTask:
        """Load it.

        Parameters
        ----------
        with_bytes : bool
            Whether files travel as bytes, to workers that do not see this machine's folders.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderClient:
    """A client whose exports lie in a folder.

    Attributes
    ----------
    client_id, name : str
        Name of the sub-folder or of the file.
    files : tuple of tuple of str, Path
        Names below the sub-folder, and where the files are.
    goals : tuple of Goal
        Those that earlier batches set and follow.
    """

    client_id: str
    name: str
    files: tuple[tuple[str, Path], ...]
    goals: tuple[Goal, ...] = ()

    @property
    def sets_goals(self) -> bool:
        """A folder holds no goals of its own."""
        return True

    def content_key(self) -> str:
        """Return a hash of the names and the bytes of all files.

        Raises
        ------
        ImportFailedError
            If one cannot be opened.
        """
        digest = sha256()
        for name, path in self.files:
            try:
                with path.open("rb") as source:
                    content = file_digest(source, "sha256").hexdigest()
            except OSError as fault:
                raise ImportFailedError(
                    msg(
                        "The file {file} cannot be opened; check that it exists and may be read.",
                        file=name,
                    )
                ) from fault
            digest.update(f"{name}\0{content}\n".encode())
        return digest.hexdigest()

    def task(self, *, with_bytes: bool) -> ClientTask:
        """Return what a worker needs; see `Client`."""
        sources = (_source(name, path, with_bytes=with_bytes) for name, path in self.files)
        return ClientTask(
            client_id=self.client_id, name=self.name, files=tuple(sources), goals=self.goals
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceClient:
    """A client whose data lie in a database; they are only read.

    Attributes
    ----------
    workspace : Workspace
        Open for a member who may read it.
    name : str
        For people.
    maturity_days : int
        Age from which a post counts in per-post KPIs.
    """

    workspace: Workspace
    name: str
    maturity_days: int

    @property
    def client_id(self) -> str:
        """The workspace's id."""
        return self.workspace.workspace_id

    @property
    def goals(self) -> tuple[Goal, ...]:
        """None: goals of people are part of the content."""
        return ()

    @property
    def sets_goals(self) -> bool:
        """Its goals are those that people saved."""
        return False

    def content_key(self) -> str:
        """Return a hash of what decides the outcome: data version, goals, events, choices."""
        goals, events, options = self._plans()
        content = (self.workspace.data_version, self.name, goals, events, options)
        return sha256(repr(content).encode()).hexdigest()

    def task(self, *, with_bytes: bool) -> ClientTask:
        """Return what a worker needs; see `Client`."""
        goals, events, options = self._plans()
        return ClientTask(
            client_id=self.client_id,
            name=self.name,
            history=self.workspace.load_history(),
            goals=goals,
            sets_goals=False,
            events=events,
            options=options,
        )

    def _plans(
        self,
    ) -> tuple[tuple[Goal, ...], tuple[tuple[str | None, Event], ...], KpiOptions]:
        preferences = self.workspace.preferences()
        events = sorted(self.workspace.events(), key=lambda e: (e.first, e.event_id))
        return (
            self.workspace.goals(),
            tuple(
                (e.account_id, Event(e.name, e.first, e.last, kind=e.kind, lift=e.lift))
                for e in events
            ),
            KpiOptions(
                maturity_days=self.maturity_days,
                own_hashtags=preferences.own_hashtags,
                first_weekday=preferences.first_weekday,
            ),
        )


def clients_in_folder(
    folder: Path,
    *,
    leave_out: Path | None = None,
    goals: Mapping[str, Sequence[Goal]] | None = None,
) -> tuple[FolderClient, ...]:
    """Return the clients of a folder: each sub-folder, and each file beside them, is one.

    Parameters
    ----------
    folder : Path
        Holds a sub-folder or a file for each client. Hidden files are left alone.
    leave_out : Path, optional
        A folder below it that holds no client: where results go.
    goals : mapping of str to sequence of Goal, optional
        Client id to the goals that earlier batches set and that are not settled.

    Returns
    -------
    tuple of FolderClient
        By name.

    Raises
    ------
    BatchError
        If it is no folder, cannot be read, or holds nothing.
    """
    followed = goals or {}
    try:
        entries = sorted(p for p in folder.iterdir() if not _hidden(p))
    except OSError as fault:
        raise BatchError(
            msg("{folder} is no folder that can be read; check its name.", folder=str(folder))
        ) from fault
    away = leave_out.resolve() if leave_out is not None else None
    found = []
    for entry in entries:
        if entry.resolve() == away:
            continue
        name = entry.name if entry.is_dir() else entry.stem
        files = tuple(_files_below(entry, away)) if entry.is_dir() else ((entry.name, entry),)
        own = tuple(followed.get(entry.name, ()))
        found.append(FolderClient(client_id=entry.name, name=name, files=files, goals=own))
    if not found:
        raise BatchError(
            msg(
                "The folder {folder} is empty; give each client a sub-folder with the exports, or "
                "one file.",
                folder=str(folder),
            )
        )
    return tuple(found)


def clients_in_store(
    store: Store, *, member: str, maturity_days: int
) -> tuple[WorkspaceClient, ...]:
    """Return the workspaces of a database that a member may read.

    Parameters
    ----------
    store : Store
        The database; it is only read.
    member : str
        Key of the member.
    maturity_days : int
        Age from which a post counts in per-post KPIs.

    Returns
    -------
    tuple of WorkspaceClient
        By name; two of one name are told apart by a number.

    Raises
    ------
    BatchError
        If there is none.
    """
    infos = store.workspaces(member)
    if not infos:
        raise BatchError(
            msg("No workspace of this database is open to this member; check the address.")
        )
    seen: dict[str, int] = {}
    found = []
    for info in infos:
        plain = info.name or "Goalpost"
        seen[plain] = seen.get(plain, 0) + 1
        name = plain if seen[plain] == 1 else f"{plain} ({seen[plain]})"
        workspace = store.workspace(info.workspace_id, member=member)
        found.append(WorkspaceClient(workspace=workspace, name=name, maturity_days=maturity_days))
    return tuple(found)


def _files_below(folder: Path, away: Path | None) -> Iterable[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in below.parts) or not path.is_file():
            continue
        if away is None or away not in path.resolve().parents:
            yield below.as_posix(), path


def _hidden(path: Path) -> bool:
    # A workbook that is open in Excel has a shadow that begins with ~$.
    return path.name.startswith((".", "~$"))


def _source(name: str, path: Path, *, with_bytes: bool) -> SourceFile:
    found = SourceFile(name=name, path=path)
    if not with_bytes:
        return found
    return SourceFile(name=name, data=found.read(), written=found.written_on)
