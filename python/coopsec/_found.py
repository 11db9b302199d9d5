"""What a path leads to: text files, tables and archives, and what is skipped, with reasons."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from coopsec._archive import Archive
from coopsec._arguments import in_order
from coopsec._formats import ARCHIVES, TABLES, TEXTS, format_of, missing_for, unsupported
from coopsec._index import PathLike, as_text, is_index
from coopsec.errors import DecodeError, SavedIndexError

ABOUT = {"readme", "license", "licence", "copying"}  # files about a corpus, not part of it
OPENED = "~$"  # prefix of the lock file that an office program keeps beside an open document
OPENED_REASON = "lock file of an office program"

LONGEST_NAME = 60  # characters quoted of a text that was passed as a path

WAY_ON = 'on_error="skip" lists what cannot be read, and reads the rest'


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, or a member of an archive."""

    path: Path
    name: str  # identity of the document: path relative to the folder that was named, printable
    member: str | None = None
    archive: Archive | None = None
    is_named: bool = False  # by the user, rather than met in a folder, an archive or a pattern

    @property
    def origin(self) -> str:
        """Where it is, for messages; printable, as the path need not be."""
        return printable(str(self.path) if self.member is None else f"{self.path}/{self.member}")

    @property
    def format(self) -> str:
        """The suffix that decides how it is read."""
        return format_of(self.member or self.path.name)

    def read(self) -> bytes:
        """Return the bytes of the file or member.

        Raises
        ------
        OSError
            If the file cannot be read.
        DecodeError
            If the member is damaged or encrypted.
        """
        if self.archive is None or self.member is None:
            return self.path.read_bytes()
        return self.archive.read(self.member, self.origin)

    def size(self) -> int:
        """Return the number of bytes of the file, or of the member once unpacked."""
        if self.archive is None or self.member is None:
            return self.path.stat().st_size
        return self.archive.members[self.member].size


@dataclass(slots=True)
class Found:
    """Files to read, in order, and what is skipped, with reasons."""

    files: list[FoundFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    skip_errors: bool = False
    _taken: dict[str, Path] = field(default_factory=dict)  # by real path: the path under which it was first met
    _real: dict[Path, str] = field(default_factory=dict)  # real paths of folders

    def take(self, path: Path) -> Path | None:
        """Take a file, or return the path under which it was already taken."""
        if path.is_symlink():
            real = os.path.realpath(path)
        else:
            folder = path.parent
            if folder not in self._real:
                self._real[folder] = os.path.realpath(folder)
            real = os.path.join(self._real[folder], path.name)  # noqa: PTH118 - a string, used as a key
        first = self._taken.setdefault(real, path)
        return None if first is path else first

    def holds(self, path: Path) -> bool:
        """Whether an existing file was taken, under whatever name."""
        return any(path.samefile(taken) for taken in self._taken.values() if taken.exists())

    def skip(self, origin: str, reason: str) -> None:
        """Record something as skipped."""
        self.skipped.append((printable(origin), printable(reason)))

    def fail(self, origin: str, error: Exception) -> None:
        """Skip what cannot be read, or raise, depending on `skip_errors`."""
        if not self.skip_errors:
            raise with_way_on(error)
        self.skip(origin, reason_of(origin, error))


def with_way_on(error: BaseException) -> BaseException:
    """Add to an error that ends the reading a note on how to read the rest."""
    error.add_note(WAY_ON)
    return error


def reason_of(origin: str, error: BaseException) -> str:
    """Say why something is skipped; its name is left out, since it is shown beside the reason."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    said, name = printable(str(error)), printable(origin)
    return said.removeprefix(f"{name}: ").removeprefix(f"{name}#")  # behind #, a list or sheet in the file


def printable(name: str) -> str:
    """Escape the bytes of a file name that are not Unicode, so that it can be shown and stored."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def find(
    paths: PathLike | bytes | Iterable[PathLike | bytes], argument: str = "path", *, skip_errors: bool = False
) -> Found:
    """List what a folder, file, glob or list of these leads to, in a fixed order.

    With `skip_errors`, whatever is found but cannot be opened is skipped with the reason; a path that was named itself
    and does not exist is still an error. `argument` is what errors call the paths.

    Raises
    ------
    OSError
        If nothing is there.
    DecodeError
        If a file that was named itself has a format that is not read.
    """
    found = Found(skip_errors=skip_errors)
    if hasattr(paths, "__arrow_c_stream__") or hasattr(paths, "to_frame"):  # the series of older pandas only have this
        given = type(paths).__name__
        use = 'coopsec.from_frame(series.to_frame("text"))' if given == "Series" else "coopsec.from_frame"
        raise TypeError(f"{argument}: expected a path or several paths, found a {given}: use {use}")
    if not isinstance(paths, str | bytes | os.PathLike | Iterable) or isinstance(paths, Mapping):
        kind = type(paths).__name__
        raise TypeError(f"{argument}: expected a folder, a file, a glob or a list of these, found {kind}")
    several = [paths] if isinstance(paths, str | bytes | os.PathLike) else paths
    for named in in_order(paths, [as_text(path, argument=argument) for path in several]):
        try:
            _find_one(named, found)
        except PermissionError as error:  # it may exist inside an unreadable folder
            found.fail(named, error)
        except OSError as error:
            raise _told_of_text(named, error) from None
    return found


def _told_of_text(named: str, error: OSError) -> OSError:
    """Improve the error for a missing path that looks like a text."""
    is_text = error.errno == errno.ENAMETOOLONG or (error.errno == errno.ENOENT and _reads_as_text(named))
    if error.filename not in (named, str(Path(named))) or not is_text:  # a file further down may have a long path, too
        return error
    shown = named if len(named) <= LONGEST_NAME else f"{named[:LONGEST_NAME]}…"
    said = 'no such file; if it is a text, as it looks, give texts in a frame: polars.DataFrame({"text": […]})'
    return OSError(error.errno, said, shown)


def _reads_as_text(named: str) -> bool:
    """Whether a path looks like text: several words, no folder, no suffix that is read."""
    if "\n" in named:
        return True
    is_path = "/" in named or os.sep in named or format_of(named) in TEXTS | TABLES | ARCHIVES
    return len(named.split()) > 1 and not is_path


def _find_one(path: str, found: Found) -> None:
    place = Path(path)
    if is_index(place):
        raise SavedIndexError(f"{path}: this is a saved index: open it with coopsec.open_corpus({path!r})")
    # os.path answers no for unreadable folders without raising; stat then raises the error.
    if os.path.isdir(place):  # noqa: PTH112 - does not raise
        _find_in_folder(place, place, found)
    elif os.path.exists(place) or not glob.has_magic(path):  # noqa: PTH110 - does not raise
        place.stat()  # raises the error for a missing file, with its name
        _add_named(place, place.name, found)
    else:
        _find_matches(path, found)


def _find_matches(pattern: str, found: Found) -> None:
    root = _fixed_part(Path(pattern))
    closed = {folder for folder in sorted(_folders_listed(pattern)) if not _is_open(folder, found)}
    parts = Path(pattern).parts
    matches = sorted({Path(match) for match in _matches(parts if parts[-1] != "**" else (*parts, "*"))})
    if not matches and not closed:
        with suppress(FileNotFoundError, NotADirectoryError):
            root.stat()  # raises if a folder above is unreadable
        raise FileNotFoundError(errno.ENOENT, "no file matches", pattern)
    for match in matches:
        if match.parent in closed:
            continue
        if not os.path.isdir(match):  # noqa: PTH112 - does not raise for links into unreadable folders
            _add_matched(match, match.relative_to(root).as_posix(), found)
        elif "**" not in pattern:  # `**` descends into folders itself
            found.skip(str(match), "a folder; a pattern selects only files")


def _folders_listed(pattern: str) -> set[Path]:
    """Return the folders whose content decides what a pattern matches; glob silently skips unreadable ones."""
    parts = Path(pattern).parts
    first = next(at for at, part in enumerate(parts) if glob.has_magic(part))
    starts = [parts[: at + (parts[at] == "**")] for at in range(first, len(parts))]
    return {Path(folder) for start in starts for folder in _matches(start) if os.path.isdir(folder)}  # noqa: PTH112 - does not raise


def _matches(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield what matches the parts of a pattern, as glob does, but without looping through links to folders above."""
    if "**" not in parts:
        yield from glob.iglob(os.path.join(os.curdir, *parts))  # noqa: PTH118, PTH207 - accepts absolute patterns too
        return
    at = parts.index("**")
    for start in _matches(parts[:at]):
        if os.path.isdir(start):  # noqa: PTH112 - does not raise
            for folder in _folders_within(start):
                yield from _matches((glob.escape(folder), *parts[at + 1 :])) if parts[at + 1 :] else [folder]


def _folders_within(folder: str) -> Iterator[str]:
    """Yield a folder and its subfolders at any depth, except hidden ones and links back to a folder above."""
    # The folders to look into, each with its real path and those of the folders above. A loop, as folders may be a
    # thousand deep.
    waiting = [(folder, os.path.realpath(folder), frozenset[str]())]
    while waiting:
        here, real, above = waiting.pop()
        if real in above:
            continue
        yield here
        try:
            names = sorted(
                (entry.name, entry.is_symlink())
                for entry in os.scandir(here)
                if not entry.name.startswith(".") and _is_folder(entry)
            )
        except OSError:  # unreadable, which is reported elsewhere
            continue
        line = above | {real}
        for name, is_link in reversed(names):
            path = os.path.join(here, name)  # noqa: PTH118 - a string
            waiting.append((path, os.path.realpath(path) if is_link else os.path.join(real, name), line))  # noqa: PTH118 - a string


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()  # noqa: PTH112 - does not raise


def _is_open(folder: Path, found: Found) -> bool:
    """Whether a folder can be listed and its files reached; if not, skip it or raise, as asked."""
    try:
        with os.scandir(folder):
            os.stat(os.path.join(folder, os.curdir))  # noqa: PTH116, PTH118 - pathlib drops the dot
    except OSError as error:
        error.filename = str(folder)
        found.fail(str(folder), error)
        return False
    return True


def _fixed_part(pattern: Path) -> Path:
    """Return the part of a pattern before the first wildcard."""
    fixed: list[str] = []
    for part in pattern.parts:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _find_in_folder(folder: Path, root: Path, found: Found) -> None:
    waiting = [folder]  # a loop, as folders may be a thousand deep
    while waiting:
        here = waiting.pop()
        if not _is_open(here, found):
            continue
        folders, links, names = _listed(here, found)
        for name in sorted([*links, *(name for name in folders if name.startswith("."))]):
            reason = "hidden folder" if name.startswith(".") else "link to a folder, not followed"
            found.skip(str(here / name), reason)
        for name in names:
            path = here / name
            _add_matched(path, path.relative_to(root).as_posix(), found)
        waiting += [here / name for name in reversed(folders) if not name.startswith(".")]


def _listed(folder: Path, found: Found) -> tuple[list[str], list[str], list[str]]:
    """Return the names of subfolders, of links to folders and of all else, sorted; none if that cannot be listed."""
    folders: list[str] = []
    links: list[str] = []
    names: list[str] = []
    try:
        for entry in os.scandir(folder):
            kind = names if not _is_folder(entry) else links if entry.is_symlink() else folders
            kind.append(entry.name)
    except OSError as error:
        found.fail(str(folder), error)
        return [], [], []
    return sorted(folders), sorted(links), sorted(names)


def _reason_to_skip(path: Path) -> str | None:
    if path.name.startswith("."):
        return "hidden file"
    if path.name.startswith(OPENED):
        return OPENED_REASON
    if path.name.split(".")[0].lower() in ABOUT:
        return "about the corpus, not part of it"
    if not _is_ordinary(path):
        return "not a regular file"
    suffix = format_of(path.name)
    if suffix not in TEXTS | TABLES | ARCHIVES:
        return unsupported(suffix)
    return missing_for(suffix)


def _is_ordinary(path: Path) -> bool:
    """Whether it is a regular file, not a device or a broken link; raises if that cannot be known."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        raise
    except OSError:
        return False


def _add_named(path: Path, name: str, found: Found) -> None:
    """Add a file that the user named: a format that is not read is an error, unless errors are skipped."""
    suffix = format_of(path.name)
    if (missing := missing_for(suffix)) is not None:
        found.fail(str(path), ImportError(f"{path}: {missing}"))
    elif suffix in TEXTS | TABLES | ARCHIVES | {""}:
        _add(path, name, found, is_named=True)
    else:
        found.fail(str(path), DecodeError(f"{path}: {unsupported(suffix)}"))


def _add_matched(path: Path, name: str, found: Found) -> None:
    """Add a file that a pattern matched, as if it were found in a folder."""
    try:
        obstacle = _reason_to_skip(path)
    except PermissionError as error:  # a link into an unreadable folder
        found.fail(str(path), error)
        return
    if obstacle is None:
        _add(path, name, found)
    else:
        found.skip(str(path), obstacle)


def _add(path: Path, name: str, found: Found, *, is_named: bool = False) -> None:
    first = found.take(path)
    if first is not None:
        found.skip(str(path), f"the same file as {first}, which is read only once")
    elif format_of(path.name) in ARCHIVES:
        found.files.extend(_members(path, printable(name), found))
    else:
        found.files.append(FoundFile(path, printable(name), is_named=is_named))


def _members(path: Path, name: str, found: Found) -> Iterator[FoundFile]:
    try:
        archive = Archive(path)
    except (DecodeError, OSError) as error:
        found.fail(str(path), error)
        return
    for member, (copies, _) in sorted(archive.members.items()):
        reason = _reason_to_skip_member(member)
        for _ in range(copies - 1):
            found.skip(f"{path}/{member}", reason or "replaced by a later member of the same name, as when unpacking")
        if reason is None:
            archive.expect()
            yield FoundFile(path, f"{name}/{member}", member, archive)
        else:
            found.skip(f"{path}/{member}", reason)


def _reason_to_skip_member(member: str) -> str | None:
    path = Path(member)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        return "hidden file"
    if path.name.startswith(OPENED):
        return OPENED_REASON
    if path.name.split(".")[0].lower() in ABOUT:
        return "about the corpus, not part of it"
    if format_of(member) not in TEXTS | TABLES:
        return unsupported(format_of(member))
    return missing_for(format_of(member))
