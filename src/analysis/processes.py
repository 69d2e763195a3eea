"""Processes that work for this one."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor

#: Seconds after which a worker notices that nobody waits for it.
PATIENCE = 1.0


def pool(jobs: int) -> ProcessPoolExecutor:
    """So many processes, which end with this one: also where it is killed and can tell them nothing."""
    return ProcessPoolExecutor(jobs, initializer=_watch, initargs=(os.getpid(),))


def _watch(parent: int) -> None:
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PATIENCE)
    os._exit(1)
