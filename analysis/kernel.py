"""The kernel that notebooks of a report run in: the very Python that runs the report."""

import os
import site
import sys
from pathlib import Path

import traitlets
import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

# Words of the kernel itself would run into the progress bar; what a notebook prints is not touched.
QUIET = "--IPKernelApp.log_level=CRITICAL"
ROOT = Path(__file__).resolve().parent.parent


class ThisPython(AsyncKernelManager):
    """Starts ipykernel in this interpreter, with this package importable, whatever is registered.

    A kernel registered as "python3" may belong to another environment, which would run the notebooks
    with other libraries, or without this package.
    """

    @traitlets.default("transport_encryption")
    def _encrypted_where_possible(self) -> str:
        """What a notebook says to its kernel passes by a port that others on the machine can reach."""
        return "auto" if zmq.has("curve") else "disabled"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The only kernel there is."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", QUIET],
            display_name="Python 3 (ipykernel)",
            language="python",
            metadata={"supported_encryption": ["curve"]},
            env={"PYTHONPATH": _search_path()} if str(ROOT) not in site.getsitepackages() else {},
        )


def _search_path() -> str:
    given = os.environ.get("PYTHONPATH")
    return f"{ROOT}{os.pathsep}{given}" if given else str(ROOT)
