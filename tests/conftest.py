"""Settings that every test shares."""

import gc
import os
import socket
import sys

import pytest
from hypothesis import settings

collect_ignore = ["benchmarks"]  # no tests: `make bench`

# Asked for by jsonschema where it can be had, for addresses in a schema that none here has; to import it takes longer
# than all tests of a room.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# A law holds or it does not; how fast one example ran on a busy machine says nothing about it.
settings.register_profile("here", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=200)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def _nothing_is_fetched():
    """Whatever asks for another machine, here in this process, does what nothing of ours may do."""
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def refuse(host: str | bytes | None) -> None:
        name = host.decode() if isinstance(host, bytes) else host or ""
        assert name in ("", "localhost", "::1") or name.startswith("127."), f"{name} was asked for"

    def look_up_here(host, *arguments, **options):
        refuse(host)
        return look_up(host, *arguments, **options)

    def connect_here(self, address):
        if isinstance(address, tuple):
            refuse(address[0])
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up_here)
        patch.setattr(socket.socket, "connect", connect_here)
        yield


#: Files whose tests wait for processes of their own or share what took long to make, longest first: they begin first,
#: so that at the end no worker is left alone with one.
LONG = """browser notebooks readme packaging partitions plots reliability equations cli atomic report datasets clauses
words audit_planted plain""".split()


def pytest_collection_modifyitems(items):
    """Order of the files; within one as they stand in it."""
    order = {f"test_{name}.py": at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


def pytest_collection_finish():
    """What was collected lives to the end: it need not be looked through for garbage with each test."""
    gc.collect()
    gc.freeze()
