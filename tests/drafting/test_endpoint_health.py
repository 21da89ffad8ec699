"""What `zhibi doctor` says of an endpoint, asked over real HTTP for its list of models."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from drafting.endpoint_health import EndpointHealth, probe_endpoint
from drafting.settings import load_settings

LISTED = '{"object":"list","data":[{"id":"good","object":"model"}]}'


@contextmanager
def endpoint(status: int, body: str) -> Iterator[str]:
    """Serve one answer for every GET, and give the address that OPENAI_BASE_URL is set to."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def probed(address: str, model: str = "good") -> EndpointHealth:
    return probe_endpoint(load_settings(base_url=address, api_key="sk-secret", model=model))


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, LISTED), (404, '{"detail":"Not Found"}'), (405, ""), (501, "")],
    ids=["lists the model", "has no list", "has no such method", "has not built the list"],
)
def test_an_endpoint_that_may_answer_is_in_order(status: int, body: str) -> None:
    with endpoint(status, body) as address:
        health = probed(address)

    assert health.ok, health.detail


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, LISTED.replace("good", "other"), "没有列出模型 good"),
        (401, '{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}', "OPENAI_API_KEY"),
        (403, "", "OPENAI_API_KEY"),
        # LiteLLM without a database, of a key that is not its own: as a 400; and with no key at all: as a bare 500.
        (400, '{"error":{"message":"No connected db.","type":"no_db_connection","code":"400"}}', "OPENAI_API_KEY"),
        (500, "Internal Server Error", "OPENAI_API_KEY"),
        (402, '{"error":{"message":"Insufficient Balance"}}', "充值"),
        (302, "", "转到别处"),
    ],
)
def test_an_endpoint_that_will_not_answer_is_told_with_what_to_do(status: int, body: str, says: str) -> None:
    with endpoint(status, body) as address:
        health = probed(address)

    assert not health.ok
    assert says in health.detail
    assert "sk-secret" not in health.detail
    assert not any(mark in health.detail for mark in "<{")


def test_nothing_is_asked_where_no_endpoint_is_configured() -> None:
    health = probe_endpoint(load_settings())

    assert (health.ok, health.detail) == (True, "未配置模型，使用离线拟稿")


def test_an_endpoint_that_is_not_there_is_told_as_such() -> None:
    with endpoint(200, LISTED) as address:
        pass  # closed again: the port answers no more

    assert not probed(address).ok
    assert "连不上" in probed(address).detail
