import subprocess
from collections.abc import Callable
from pathlib import Path

from rathaus import embedded
from rathaus.embedded import Server, postmaster

HOLD = """
import sys
from pathlib import Path
from rathaus import embedded
embedded.ensure_running(Path(sys.argv[1]), durable=False)
print("holds", flush=True)
sys.stdin.read()
"""

FORK = """
import os, sys
from pathlib import Path
from rathaus import embedded
server = embedded.ensure_running(Path(sys.argv[1]), durable=False)
child = os.fork()
if child == 0:
    os._exit(server.release() or server._lease.give_back())
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
sys.stdin.read()
"""


def runs(server: Server) -> bool:
    return postmaster.running_pid(server.places) is not None


def test_who_joined_keeps_the_server_when_the_starter_leaves(root: Path) -> None:
    starter = embedded.ensure_running(root, durable=False)
    guest = embedded.ensure_running(root)
    assert not starter.release()
    assert runs(guest)
    assert guest.release()
    assert not runs(guest)


def test_another_process_that_uses_the_server_keeps_it(
    root: Path, script: Callable[..., subprocess.Popen[str]]
) -> None:
    other = script(HOLD, root)
    assert other.stdout.readline() == "holds\n"
    mine = embedded.ensure_running(root)
    assert not mine.started_here
    assert not mine.release()
    assert runs(mine)

    heir = embedded.ensure_running(root)
    other.kill()
    other.wait()
    assert heir.release(), "the lease of a killed process is gone"
    assert not runs(heir)


def test_a_forked_child_does_not_end_its_parents_use(root: Path, script: Callable[..., subprocess.Popen[str]]) -> None:
    parent = script(FORK, root)
    assert parent.stdout.readline() == "0\n"
    guest = embedded.ensure_running(root)
    assert not guest.started_here
    assert not guest.release(), "the parent still holds its lease"
    assert runs(guest)
    guest.stop()


def test_stop_ends_the_server_whoever_uses_it(root: Path) -> None:
    mine, other = (embedded.ensure_running(root, durable=False) for _ in range(2))
    mine.stop()
    assert not runs(mine)
    assert other.release(), "the last user finds nothing to stop and does not fail"
