"""Settings that every test shares."""

import socket

import pytest
from hypothesis import settings

# A law holds or it does not; how fast one example ran on a busy machine says nothing about it.
settings.register_profile("here", deadline=None)
settings.load_profile("here")


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
