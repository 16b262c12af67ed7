"""How far a long run is: a bar with its rate and the time left, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roi.analysis.trials import Progress


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """What the run tells its progress to; the bar goes when it ends. None, and no bar, when quiet or where stderr is no terminal."""
    if quiet:
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Trials a second, over the last half minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f} trials/s" if task.speed else "")

    count = TextColumn("{task.completed:,.0f} of {task.total:,.0f} trials")
    with Progress(count, BarColumn(), Rate(), TimeRemainingColumn(), console=console, transient=True) as bar:

        def show(done: int, of: int) -> None:
            if not bar.tasks:
                bar.add_task("", total=of, completed=done)
            bar.update(bar.task_ids[0], total=of, completed=done)

        yield show
