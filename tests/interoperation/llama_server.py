"""Serve a model with llama.cpp until the standard input closes: ``python llama_server.py FILE.gguf CONTEXT SLOTS KEY ADDRESS``.

Runs in the servers' environment. The address that it listens on it writes into the file ``ADDRESS``.
"""

import sys
from pathlib import Path

import xllamacpp


def main(model: str, context: str, slots: str, key: str, address: str) -> None:
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.n_ctx = int(context) * int(slots)  # shared out among the slots
    params.n_parallel = int(slots)
    # More would only wait for one another, busily, on a machine that has other work.
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.offline = True
    params.ui = False
    # llama.cpp's own sampling would keep to the forty likeliest tokens, and a random model then runs in circles.
    params.sampling.seed = 1
    params.sampling.top_k = 0
    params.sampling.top_p = 1.0
    params.sampling.min_p = 0.0
    server = xllamacpp.Server(params)
    written = Path(address + ".new")
    written.write_text(server.listening_address, encoding="ascii")
    written.rename(address)  # whole from the moment that it is there
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
