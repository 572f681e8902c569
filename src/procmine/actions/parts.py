"""What hangs on an action: its tasks, comments, documents, and the actions it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.actions import documents, fields
from procmine.actions.acting import Acting, acting
from procmine.actions.action import Action, Comment, Document, Task
from procmine.actions.needs import refuse_circle
from procmine.actions.recorded import recorded
from procmine.actions.telling import as_told
from procmine.errors import UnknownName, WrongOption
from procmine.store import account

if TYPE_CHECKING:
    from procmine.store import Catalogue


@dataclass(frozen=True)
class Parts:
    """The actions of one workspace, one by one, and what hangs on each; `who` signs what is done."""

    catalogue: Catalogue
    who: str = ""

    def get(self, no: int) -> Action:
        """One action with its tasks, comments, documents, what it needs, and its history. Raises UnknownName."""
        found = recorded(self.catalogue, no)
        if not found:
            raise UnknownName("action", f"#{no}", [f"#{one.no}" for one in recorded(self.catalogue)])
        return as_told(self.catalogue, found[0])

    def task(self, no: int, text: str, *, owner: str | None = None, due_on: Any = None) -> Task:
        """A piece of the work that an action takes."""
        row: dict[str, Any] = {
            "text": self._required("task", text, "Say what is to be done."),
            "owner": fields.words("owner", owner, fields.LONGEST_TITLE),
            "due_on": fields.day("due_on", due_on),
        }
        with acting(self.catalogue, no, self._signature) as action:
            task = action.next_number("select count(*) from action_task where action_no = :action_no")
            action.execute(
                """insert into action_task (action_no, task_no, text, owner, due_on, created_at, created_by)
                values (:no, :task, :text, :owner, :due_on, :at, :who)""",
                **row, no=no, task=task, at=action.stamp, who=action.who,
            )  # fmt: skip
            action.note(f"task {task}", None, row["text"])
        return Task(task, **row, done_at=None, done_by=None, created_at=action.stamp, created_by=action.who)

    def tick(self, no: int, task: int, *, is_done: bool = True) -> Action:
        """Mark a task as done, or as not done after all."""
        with acting(self.catalogue, no, self._signature) as action:
            found = {
                row.task_no: row.done_at
                for row in action.execute(
                    "select task_no, done_at from action_task where action_no = :no", no=no
                )
            }
            if task not in found:
                raise UnknownName(f"task of action #{no}", task, map(str, found))
            if (found[task] is not None) != is_done:
                action.execute(
                    "update action_task set done_at = :at, done_by = :who where action_no = :no and task_no = :task",
                    at=action.stamp if is_done else None, who=action.who if is_done else None, no=no, task=task,
                )  # fmt: skip
                states = ("open", "done") if is_done else ("done", "open")
                action.note(f"task {task}", *states)
        return self.get(no)

    def comment(self, no: int, text: str) -> Comment:
        """What somebody has to say on an action."""
        said = self._required("comment", text, "Write what you want to say.")
        with acting(self.catalogue, no, self._signature) as action:
            return commented(action, said)

    def attach(self, no: int, path: str | Path, *, content: bytes | None = None) -> Document:
        """Attach a document of up to 25 MB; `content` is given where `path` is but its name.

        It is kept once, under the hash of its content, however often it is attached.
        """
        held = documents.content_of(Path(path)) if content is None else content
        name = documents.clean_name(str(path))
        documents.require_size(len(held), name)
        sha256 = documents.hash_of(held)
        arrived = documents.arrived(self.catalogue.folder, held)
        try:
            with acting(self.catalogue, no, self._signature) as action:
                documents.placed(arrived, sha256)
                row = {
                    "sha256": sha256,
                    "name": name,
                    "bytes": len(held),
                    "at": action.stamp,
                    "who": action.who,
                }
                new = action.execute(
                    """insert or ignore into action_document (action_no, sha256, name, bytes, at, who)
                    values (:no, :sha256, :name, :bytes, :at, :who)""",
                    no=no, **row,
                ).rowcount  # fmt: skip
                if new:
                    action.note("document", None, name)
        finally:
            arrived.unlink(missing_ok=True)
        return next(one for one in self.get(no).documents if one.sha256 == sha256)

    def document(self, no: int, sha256: str) -> tuple[Document, bytes]:
        """A document of an action and its content; the first letters of its hash do. Raises WorkspaceProblem where it is damaged."""
        known = self.get(no).documents
        found = [one for one in known if sha256 and one.sha256.startswith(sha256.lower())]
        if len(found) != 1:
            raise UnknownName(
                f"document of action #{no}", sha256, [f"{one.sha256[:12]} ({one.name})" for one in known]
            )
        return found[0], documents.read(self.catalogue.folder, found[0].sha256, found[0].name)

    def needs(self, no: int, other: int, *, still: bool = True) -> Action:
        """The action needs another to be done first; with `still=False` it does so no longer. A circle is refused."""
        with acting(self.catalogue, no, self._signature) as action:
            held = {"no": no, "other": other}
            if still:
                refuse_circle(action.execute, no, other)
                sql = "insert or ignore into action_needs (action_no, needs_no) values (:no, :other)"
            else:
                sql = "delete from action_needs where action_no = :no and needs_no = :other"
            if action.execute(sql, **held).rowcount:
                action.note("needs", *(None, f"#{other}") if still else (f"#{other}", None))
        return self.get(no)

    @property
    def _signature(self) -> str:
        return self.who or account()

    @staticmethod
    def _required(name: str, value: str, cure: str) -> str:
        text = fields.words(name, value)
        if text is None:
            raise WrongOption(f"The {name} is empty.", name, cure)
        return text


def commented(action: Acting, text: str) -> Comment:
    comment = action.next_number("select count(*) from action_comment where action_no = :action_no")
    action.execute(
        "insert into action_comment (action_no, comment_no, at, who, text) values (:no, :comment, :at, :who, :text)",
        no=action.no, comment=comment, at=action.stamp, who=action.who, text=text,
    )  # fmt: skip
    action.note(f"comment {comment}")
    return Comment(comment, action.stamp, action.who, text)
